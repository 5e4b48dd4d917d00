/** A domain up to this long stays whole; of a longer one only the end does. In characters. */
const LONGEST_WHOLE_DOMAIN = 18;
const END_OF_LONG_ADDRESS = 12;

/** The part of an address that may be cut at its end, and the part that is always shown. */
export function splitEmail(email: string): readonly [head: string, tail: string] {
  // Whole code points: half of an emoji is not a character.
  const characters = Array.from(email);
  const at = characters.lastIndexOf('@');
  const domain = characters.length - at;
  const tailLength = at > 0 && domain <= LONGEST_WHOLE_DOMAIN ? domain : END_OF_LONG_ADDRESS;
  const cut = Math.max(0, characters.length - tailLength);
  return [characters.slice(0, cut).join(''), characters.slice(cut).join('')];
}
