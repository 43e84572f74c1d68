/** A rectangle of a picture, in pixels. */
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Box extends Area {
  readonly lines: readonly string[];
}

/**
 * Draws a picture from its text: a line each for its title, its size, frames, boxes and arrows between them; `docs/deploy.picture.txt` says how.
 *
 * @returns an SVG document
 * @throws Error for a line that is none of those, and an arrow between boxes that are not there
 */
export function picture(text: string): string {
  const boxes = new Map<string, Box>();
  const drawn: string[] = [];
  let title = '';
  let size = { width: 0, height: 0 };
  for (const line of text.split('\n').filter((each) => each.trim() !== '' && !each.startsWith('#'))) {
    const [kind = '', ...words] = line.trim().split(/\s+/);
    if (kind === 'title') title = words.join(' ');
    else if (kind === 'size') size = { width: numberIn(words[0], line), height: numberIn(words[1], line) };
    else if (kind === 'frame') drawn.push(frameOf(areaIn(words, line), words.slice(4).join(' ')));
    else if (kind === 'box') {
      const [name = '', ...rest] = words;
      const box = { ...areaIn(rest, line), lines: rest.slice(4).join(' ').split(' | ') };
      boxes.set(name, box);
      drawn.push(boxOf(box));
    } else if (kind === 'arrow') {
      const [from, to] = [boxes.get(words[0] ?? ''), boxes.get(words[1] ?? '')];
      if (!from || !to) throw new Error(`no such boxes: ${line}`);
      drawn.push(arrowOf(from, to, words.slice(2).join(' ')));
    } else throw new Error(`not a line of a picture: ${line}`);
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" font-family="sans-serif" font-size="13" role="img">`,
    `<title>${escaped(title)}</title>`,
    '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L10 5L0 10z" fill="#333"/></marker></defs>',
    `<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function frameOf({ x, y, width, height }: Area, title: string): string {
  const rectangle = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="#f6f7f9" stroke="#8a94a6" stroke-dasharray="5 4"/>`;
  return `${rectangle}\n<text x="${x + 12}" y="${y + 24}" font-weight="bold" fill="#333">${escaped(title)}</text>`;
}

/** Pixels from one line of text to the next. */
const leading = 18;

function boxOf({ x, y, width, height, lines }: Box): string {
  const first = y + height / 2 - ((lines.length - 1) * leading) / 2 + 4;
  const texts = lines.map(
    (line, at) =>
      `<text x="${x + width / 2}" y="${first + at * leading}" text-anchor="middle" fill="#111"${at === 0 ? ' font-weight="bold"' : ''}>${escaped(line)}</text>`,
  );
  return [`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" fill="#fff" stroke="#333"/>`, ...texts].join('\n');
}

/** A straight arrow: up or down where the boxes are above one another, else from side to side. */
function arrowOf(from: Box, to: Box, label: string): string {
  const [left, right] = [Math.max(from.x, to.x), Math.min(from.x + from.width, to.x + to.width)];
  const isVertical = left < right;
  const middle = (left + right) / 2;
  const isDown = from.y < to.y;
  const isRight = from.x < to.x;
  const [x1, y1, x2, y2] = isVertical
    ? [middle, isDown ? from.y + from.height : from.y, middle, isDown ? to.y : to.y + to.height]
    : [isRight ? from.x + from.width : from.x, from.y + from.height / 2, isRight ? to.x : to.x + to.width, to.y + to.height / 2];
  const place = isVertical
    ? `x="${x1 + 8}" y="${(y1 + y2) / 2 + 4}"`
    : `x="${(x1 + x2) / 2}" y="${(y1 + y2) / 2 - 8}" text-anchor="middle"`;
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#333" stroke-width="1.5" marker-end="url(#head)"/>\n<text ${place} fill="#333">${escaped(label)}</text>`;
}

function areaIn([x, y, width, height]: readonly string[], line: string): Area {
  return { x: numberIn(x, line), y: numberIn(y, line), width: numberIn(width, line), height: numberIn(height, line) };
}

function numberIn(text: string | undefined, line: string): number {
  if (text !== undefined && /^\d+$/.test(text)) return Number(text);
  throw new Error(`a number is missing: ${line}`);
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
