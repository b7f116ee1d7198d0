// A few lines so that the page behaves like a shop: its bag, and a button of its own for the chat.
const bag = new Map();
const byId = (id) => document.getElementById(id);
const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });

document.querySelector('.products').addEventListener('click', (event) => {
  const product = event.target.closest('button')?.closest('.product');
  if (!product) return;
  const { name, price } = product.dataset;
  bag.set(name, { price: Number(price), pieces: (bag.get(name)?.pieces ?? 0) + 1 });
  showBag();
  byId('bag-news').textContent = `${name} is in the bag.`;
});

function showBag() {
  const entries = [...bag.values()];
  const total = entries.reduce((sum, { price, pieces }) => sum + price * pieces, 0);
  byId('bag-lines').replaceChildren(...[...bag].map(bagLine));
  byId('bag-count').textContent = entries.reduce((sum, { pieces }) => sum + pieces, 0);
  byId('bag-total').textContent = `Together ${euros.format(total)}. The till is closed: this is a demo.`;
}

function bagLine([name, { price, pieces }]) {
  const line = document.createElement('li');
  for (const text of [pieces > 1 ? `${name} × ${pieces}` : name, euros.format(price * pieces)]) {
    line.appendChild(document.createElement('span')).textContent = text;
  }
  return line;
}

// The script tag's one global takes commands, also before anything of the chat is loaded.
byId('ask').addEventListener('click', () => (window.deskbell ??= []).push(['open']));
