/**
 * The first `most` of any number of things in an order, without sorting all of them.
 * @param compare negative where the first of two comes before the second; never 0 for two different things
 */
export function firstInOrder<Thing>(
  things: Iterable<Thing>,
  most: number,
  compare: (a: Thing, b: Thing) => number,
): Thing[] {
  const first: Thing[] = [];
  for (const thing of things) {
    let place = first.length;
    while (place > 0 && compare(thing, first[place - 1] as Thing) < 0) place--;
    if (place >= most) continue;
    first.splice(place, 0, thing);
    if (first.length > most) first.pop();
  }
  return first;
}
