import { get, query } from './api.js';
import { count, h, loaded, table, when } from './dom.js';
import { daysPlot, share } from './plots.js';

const CHOICES = [7, 30, 90, 366];
const NEARLY = 0.9;

/** What the user spent, and what he may. */
export function usage(main) {
  main.append(...spending('/usage/me', h('h1', { class: 'grow' }, 'Usage'), 'You have'));
  return () => {};
}

/**
 * What somebody spent, and what he may.
 *
 * @param path where it is read
 * @param heading stands above it
 * @param whose begins the sentence that there is no budget
 */
export function spending(path, heading, whose) {
  const days = h('select', {}, CHOICES.map(number =>
    h('option', { value: number, selected: number === 30 }, `${number} days`)));
  const view = loaded(() => get(query(path, { days: days.value })), told => [
    totals(told.total),
    h('h2', {}, 'By day'),
    daysPlot(told.days),
    h('h2', {}, 'By model'),
    told.models.length ? models(told.models) : h('p', { class: 'empty' }, 'No model was asked yet.'),
    h('h2', {}, 'Budgets'),
    told.budgets.length ? told.budgets.map(budget) : h('p', { class: 'empty' }, `${whose} no budget, and may spend without end.`),
  ]);
  days.addEventListener('change', view.refresh);
  return [h('div', { class: 'row head' }, heading, h('label', {}, 'Last', days)), view];
}

const totals = total => h('dl', { class: 'tiles' }, [
  ['Tokens in all', total.tokens], ['Input', total.input], ['Output', total.output], ['Calls', total.calls],
].map(([name, number]) => h('div', {}, h('dt', {}, name), h('dd', {}, number.toLocaleString()))));

function models(all) {
  const most = Math.max(1, ...all.map(({ total }) => total.tokens));
  return table('Tokens by model', ['Model', 'Tokens', 'Calls', 'Share'], all.map(({ model, total }) => [
    model, total.tokens, total.calls,
    share(`${model}: ${total.tokens.toLocaleString()} tokens`, most, [['used', total.tokens]])]));
}

function budget({ model, period, zone, tokens, used, reserved, remaining, resets_at }) {
  const taken = used + reserved;
  const words = `${used.toLocaleString()} of ${count(tokens, 'token', 'tokens')} used`
    + (reserved ? `, ${reserved.toLocaleString()} set aside for open answers` : '');
  return h('article', { class: 'card' },
    h('div', { class: 'row' },
      h('strong', {}, `Each ${period}, ${model ?? 'all models'}`),
      h('span', { class: remaining === 0 ? 'bad' : 'quiet' }, remaining === 0 ? 'used up' : `${remaining.toLocaleString()} left`)),
    share(words, tokens, [[taken >= tokens * NEARLY ? 'used full' : 'used', used], ['reserved', reserved]]),
    h('p', { class: 'quiet' }, words, '. Again in full ', when(resets_at), ` (${zone}).`));
}
