// Runs before anything is drawn, so that nothing is drawn in other colours first.
document.documentElement.dataset.colours = localStorage.getItem('colours') ?? 'system';
