import { judgeEvidence } from './judge-evidence.ts';
import { readAndParse } from './read-and-parse.ts';

/** Runs one side of the judging benchmark in a process of its own: `side.ts parse|judge FILE`; prints what it took as JSON. */
const [side, path] = process.argv.slice(2);
if (path === undefined || (side !== 'parse' && side !== 'judge')) throw new Error('usage: side.ts parse|judge FILE');

const started = process.hrtime.bigint();
const result = side === 'parse' ? { lines: await readAndParse(path) } : { findings: (await judgeEvidence(path)).findings };
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
/** `maxRSS` is in kilobytes. */
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds, megabytes, ...result }));
