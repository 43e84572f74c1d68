/** The partitions of AWS that packs are rendered for. */
export const partitions = ['aws', 'aws-us-gov', 'aws-cn'] as const;

export type Partition = (typeof partitions)[number];
