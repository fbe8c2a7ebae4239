import { h } from './dom.js';

/**
 * Asks before something is done that cannot be taken back. What had the focus has it again afterwards, and Escape is no.
 *
 * @param words `title`, `text`, the name of the `button`, and where a text is asked for, its `label` and first `value`,
 * and whether it is `optional`
 * @returns what was typed, or true; undefined when it is not to be done
 */
export function ask({ title, text, button, label, value = '', optional = false, danger = false }) {
  const field = label ? h('input', { required: !optional, autocomplete: 'off', value }) : undefined;
  const heading = 'dialog-title';
  let answer;
  const dialog = h('dialog', { 'aria-labelledby': heading },
    h('form', { onsubmit: event => {
      event.preventDefault();
      answer = field ? field.value : true;
      dialog.close();
    } },
    h('h2', { id: heading }, title),
    text ? h('p', {}, text) : null,
    field ? h('label', {}, label, field) : null,
    h('p', { class: 'row end' },
      h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
      h('button', { class: danger ? 'danger main' : 'main' }, button))));
  document.body.append(dialog);
  return new Promise(answered => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (document.activeElement === document.body) {
        document.getElementById('main').focus();
      }
      answered(answer);
    });
    dialog.showModal();
    field?.select();
  });
}
