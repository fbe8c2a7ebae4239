import { day, drawn, h, table } from './dom.js';

const HEIGHT = 190;
const TOP = 10;
const BOTTOM = 24;
const LETTER = 7;
const SHORT = new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 3 });
const AXIS_DAY = { month: 'short', day: 'numeric', timeZone: 'UTC' };

let drawings = 0;

/** A drawing that says in words what it shows. */
function drawing(words, attributes, ...children) {
  const id = `drawing-${++drawings}`;
  return drawn('svg', { role: 'img', 'aria-labelledby': id, ...attributes }, drawn('title', { id }, words), children);
}

/** The least of 1, 2 and 5 times a power of ten that is no less. */
function roundedUp(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= most);
}

/** What was spent on each of some days, as bars, as a sentence and as a table. */
export function daysPlot(days) {
  const all = days.reduce((sum, { tokens }) => sum + tokens, 0);
  const most = days.reduce((first, next) => next.tokens > first.tokens ? next : first);
  const words = `Tokens on each of the last ${days.length} days: ${all.toLocaleString()} together`
    + (all ? `, most on ${day(most.day)} with ${most.tokens.toLocaleString()}.` : '.');
  const place = h('div', { class: 'canvas' });
  new ResizeObserver(([{ contentRect }]) => place.replaceChildren(bars(words, days, contentRect.width))).observe(place);
  return h('figure', { class: 'plot' },
    place,
    h('figcaption', { class: 'quiet' }, words),
    h('details', {}, h('summary', {}, 'Show the numbers as a table'),
      table('Tokens by day', ['Day in UTC', 'Tokens', 'Calls'],
        [...days].reverse().map(({ day: of, tokens, calls }) => [day(of), tokens, calls]))));
}

/** Drawn as wide as there is room, so that its letters keep their size. */
function bars(words, days, width) {
  const top = roundedUp(days.reduce((most, { tokens }) => Math.max(most, tokens), 1));
  const left = LETTER * SHORT.format(top).length + 10;
  const floor = HEIGHT - BOTTOM;
  const each = (width - left) / days.length;
  const y = tokens => floor - (floor - TOP) * tokens / top;
  const lines = [0, top / 2, top].filter(Number.isInteger).map(tokens => [
    drawn('line', { class: 'grid', x1: left, x2: width, y1: y(tokens), y2: y(tokens) }),
    drawn('text', { x: left - 6, y: y(tokens) + 4, 'text-anchor': 'end' }, SHORT.format(tokens)),
  ]);
  const gap = Math.min(each / 4, 4);
  const columns = days.map(({ day: of, tokens }, index) =>
    drawn('rect', {
      class: 'bar', x: left + index * each + gap / 2, width: Math.max(each - gap, 1), y: y(tokens), height: floor - y(tokens),
      rx: Math.min(each / 6, 3),
    }, drawn('title', {}, `${day(of)}: ${tokens.toLocaleString()}`)));
  const ends = [[0, 'start', left], [days.length - 1, 'end', width]].filter(([index], at) => at === 0 || index > 0);
  const names = ends.map(([index, anchor, x]) =>
    drawn('text', { x, y: HEIGHT - 6, 'text-anchor': anchor }, new Date(days[index].day).toLocaleDateString(undefined, AXIS_DAY)));
  return drawing(words, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT }, lines, columns, names);
}

/**
 * Parts of a whole as one bar, such as what is used of a budget.
 *
 * @param parts `[class, number]`, from left to right
 */
export function share(words, whole, parts) {
  let from = 0;
  const rectangles = parts.map(([kind, number]) => {
    const width = Math.min(1000 * number / whole, 1000 - from);
    const part = drawn('rect', { class: kind, x: from, width, height: 14 });
    from += width;
    return part;
  });
  return drawing(words, { class: 'share', viewBox: '0 0 1000 14', preserveAspectRatio: 'none' },
    drawn('rect', { class: 'rest', width: 1000, height: 14 }), rectangles);
}
