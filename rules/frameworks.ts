/** A body of requirements that rules are mapped to. The mappings are this project's own reading, not the publisher's. */
export interface Framework {
  readonly title: string;
  /** Where its controls are published. */
  readonly source: string;
}

/** Every framework that rules name in `controls`. */
export const frameworks: Readonly<Record<string, Framework>> = {
  'cis-controls-8.1': { title: 'CIS Critical Security Controls v8.1', source: 'https://www.cisecurity.org/controls/v8-1' },
  'csa-ccm-4': { title: 'CSA Cloud Controls Matrix v4', source: 'https://cloudsecurityalliance.org/research/cloud-controls-matrix' },
  'eu-ai-act': { title: 'EU AI Act, Regulation (EU) 2024/1689', source: 'https://eur-lex.europa.eu/eli/reg/2024/1689/oj' },
  'hipaa-security-rule': {
    title: 'HIPAA Security Rule, 45 CFR part 164 subpart C',
    source: 'https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C',
  },
  'iso-27001-2022': { title: 'ISO/IEC 27001:2022, annex A', source: 'https://www.iso.org/standard/27001' },
  'iso-42001-2023': { title: 'ISO/IEC 42001:2023, annex A', source: 'https://www.iso.org/standard/42001' },
  'nist-800-53-r5': { title: 'NIST SP 800-53 Rev. 5', source: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final' },
  'pci-dss-4.0': { title: 'PCI DSS v4.0', source: 'https://www.pcisecuritystandards.org/document_library/' },
};
