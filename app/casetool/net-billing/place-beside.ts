/** Between a tooltip and the bar that it belongs to, in px. */
const GAP = 8;

/** Where a tooltip begins: right of its bar, left of it where there is no room, always inside the chart. */
export function placeBeside(bar: { x: number; width: number }, tooltip: number, chart: number): number {
  const right = bar.x + bar.width + GAP;
  if (right + tooltip <= chart) return Math.round(right);
  const left = bar.x - GAP - tooltip;
  return Math.round(left >= 0 ? left : Math.max(0, Math.min(right, chart - tooltip)));
}
