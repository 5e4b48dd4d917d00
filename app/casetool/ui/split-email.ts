/** A domain up to this long stays whole; of a longer one only the end does. In characters, as everything here. */
const LONGEST_WHOLE_DOMAIN = 18;
/** The end of a long address starts at a `.` or the like where one is in this reach, else at the usual place. */
const LONGEST_END = 16;
const USUAL_END = 12;
const SHORTEST_END = 8;

/** The part of an address that may be cut at its end, and the part that is always shown. */
export function splitEmail(email: string): readonly [head: string, tail: string] {
  // Whole code points: half of an emoji is not a character.
  const characters = Array.from(email);
  const cut = Math.max(0, cutOf(characters));
  return [characters.slice(0, cut).join(''), characters.slice(cut).join('')];
}

function cutOf(characters: readonly string[]): number {
  const { length } = characters;
  const at = characters.lastIndexOf('@');
  if (at > 0 && length - at <= LONGEST_WHOLE_DOMAIN) return at;
  const start = Math.max(0, length - LONGEST_END);
  const boundary = characters
    .slice(start, length - SHORTEST_END)
    .findIndex((character) => /[@._-]/.test(character));
  return boundary === -1 ? length - USUAL_END : start + boundary;
}
