import { h } from './dom.js';

const NAMES = { system: 'As the system', light: 'Light', dark: 'Dark' };

/** A choice of colours, which stays. */
export function colours() {
  const root = document.documentElement;
  return h('select', {
    'aria-label': 'Colours',
    onchange: event => {
      root.dataset.colours = event.target.value;
      localStorage.setItem('colours', event.target.value);
    },
  }, Object.entries(NAMES).map(([value, name]) => h('option', { value, selected: value === root.dataset.colours }, name)));
}

/** The first thing that Tab comes to: past the list of pages. What is behind the # names pages here. */
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  document.getElementById('main').focus();
});
