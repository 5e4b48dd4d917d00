/** The kinds of operation that the program knows, in the order of the report's columns. */
export const OPERATION_TYPES = {
  text_analysis: { label: 'Text analysis', heading: 'Text Analysis', json: 'text_analysis_count' },
  image_generation: {
    label: 'Image generation',
    heading: 'Image Generation',
    json: 'image_generation_count',
  },
  image_enhancement: {
    label: 'Image enhancement',
    heading: 'Image Enhancement',
    json: 'image_enhancement_count',
  },
} as const;

export type OperationType = keyof typeof OPERATION_TYPES;

export const OPERATION_TYPE_NAMES = Object.keys(OPERATION_TYPES) as readonly OperationType[];

export function isOperationType(name: string): name is OperationType {
  return Object.hasOwn(OPERATION_TYPES, name);
}

/** An operation type in words; one that the program does not know keeps its recorded name. */
export function operationLabel(name: string): string {
  if (isOperationType(name)) return OPERATION_TYPES[name].label;
  return name === '' ? '(no operation type)' : name;
}
