interface Size {
  readonly width: number;
  readonly height: number;
}

interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

/** Between the bubble and what it belongs to, and between the bubble and the edge of the window. In px. */
const GAP = 6;
const MARGIN = 8;

/** Where a tooltip goes: centred above its anchor, below it where there is no room above, always inside the window. */
export function placeTooltip(anchor: Box, bubble: Size, viewport: Size): { left: number; top: number } {
  const centred = anchor.left + anchor.width / 2 - bubble.width / 2;
  const rightmost = viewport.width - bubble.width - MARGIN;
  const above = anchor.top - bubble.height - GAP;
  return {
    left: Math.round(Math.max(MARGIN, Math.min(centred, rightmost))),
    top: Math.round(above >= MARGIN ? above : anchor.top + anchor.height + GAP),
  };
}
