import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/registry.ts';
import { verdicts } from '../rules/world.ts';
import { configurations, handWrittenPart, headings, reasonsInTable, section, wantedHeadings } from './page.ts';

describe.each(rules.map((rule) => [rule.id, rule] as const))('the page of %s', (id, rule) => {
  const text = handWrittenPart(id);
  const compliantOnes = configurations(section(text, 'Compliant'));
  const nonCompliantOnes = configurations(section(text, 'Non-compliant'));

  it('has its headings, in their order', () => {
    expect(headings(text)).toEqual(wantedHeadings);
  });

  it('shows compliant and non-compliant configurations, each after a sentence', () => {
    expect(compliantOnes.length).toBeGreaterThan(0);
    expect(nonCompliantOnes.length).toBeGreaterThan(0);
    for (const { introduction } of [...compliantOnes, ...nonCompliantOnes]) expect(introduction).toMatch(/^[A-Z`].*[.:]$/s);
  });

  it.each(compliantOnes)('is right that it is compliant: $introduction', async ({ facts, parameters }) => {
    const found = await verdicts(rule, facts, parameters);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ verdict }) => verdict !== 'COMPLIANT')).toEqual([]);
  });

  it.each(nonCompliantOnes)('quotes the reason that the rule gives: $introduction', async ({ facts, parameters, quote }) => {
    const found = await verdicts(rule, facts, parameters);
    expect(found.filter(({ verdict }) => verdict === 'NON_COMPLIANT').map(({ because }) => because)).toContain(quote);
  });

  it('explains every reason that it quotes', () => {
    const explained = reasonsInTable(section(text, 'How to put it right'));
    expect(explained.length).toBeGreaterThan(0);
    const unexplained = nonCompliantOnes.filter(({ quote = '' }) => !explained.some((reason) => reason.test(quote)));
    expect(unexplained.map(({ quote }) => quote)).toEqual([]);
  });

  it('mentions every parameter in the part that people write', () => {
    expect(Object.keys(rule.parameters).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
