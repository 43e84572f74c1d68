import picocolors from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import type { Finding } from '../../engine/finding.ts';
import { visible, visibleJson } from '../../engine/wording.ts';
import type { Look } from '../../reports/table.ts';
import type { Review, Reviewed } from './review.ts';
import type { ParameterSizes } from './sizes.ts';

/** The review as one JSON document. */
export const jsonReport = (review: Review): string => `${visibleJson(JSON.stringify({ schemaVersion: '1', ...review }, null, 1))}\n`;

/** Width of the first column, in columns. */
const labelWidth = 16;

/** The review for people. */
export function tableReport(review: Review, { width, colour }: Look): string {
  const paint = picocolors.createColors(colour);
  const row = (label: string, style: (text: string) => string, text: string): string => {
    const wrapped = wrapAnsi(text, Math.max(20, width - labelWidth), { hard: true }).replaceAll('\n', `\n${' '.repeat(labelWidth)}`);
    return `${style(label)}${' '.repeat(labelWidth - label.length)}${wrapped}\n`;
  };
  const { exemptions, problems, sizes, open, failures } = review;
  return [
    ...problems.map((problem) => row('✗ not valid', paint.red, visible(problem))),
    ...exemptions.map((each) => row(...labelled(each, paint), described(each))),
    ...failures.map((failure) => row('? unknown', paint.yellow, visible(failure))),
    '\n',
    `${exemptions.length} valid exemptions${problems.length > 0 ? `, ${problems.length} not valid: functions take none of a list with one of these` : ''}\n`,
    `${sizesInWords(sizes)}\n`,
    ...(open === undefined ? [] : [`${open} findings are left to be put right\n`]),
  ].join('');
}

type Paint = ReturnType<typeof picocolors.createColors>;

function labelled({ state, hides }: Reviewed, paint: Paint): [string, (text: string) => string] {
  if (state === 'expired') return ['✗ expired', paint.red];
  if (hides?.count === 0) return ['✗ hides nothing', paint.red];
  return state === 'expires soon' ? ['! expires soon', paint.yellow] : ['✓ holds', paint.green];
}

function described({ exemption, state, hides }: Reviewed): string {
  const { rule, resource, account, region, reason, approver, expires } = exemption;
  const until = state === 'expired' ? `until ${expires}, which is over` : `until ${expires}`;
  return [
    `${rule}  ${visible(resource)}  account ${account}, Region ${region}`,
    `${until}, approved by ${visible(approver)}: ${visible(reason)}`,
    ...(hides === undefined || state === 'expired' ? [] : [hidesInWords(hides.count)]),
    ...(hides?.examples ?? []).map(example),
  ].join('\n');
}

function hidesInWords(count: number): string {
  if (count === 0) return 'hides no finding now: take it out, or put its pattern right';
  return count === 1 ? 'hides 1 finding now' : `hides ${count} findings now, among them`;
}

const example = ({ account, region, resource, verdict, because = '' }: Finding): string =>
  `  ${account} ${region} ${visible(resource.id)}: ${verdict}, ${visible(because)}`;

const sizesInWords = ({ bytes, standard, advanced }: ParameterSizes): string =>
  `${bytes} bytes: ${standard} SSM parameters of at most 4 KB, as they are deployed; ${advanced} of the advanced tier's 8 KB`;
