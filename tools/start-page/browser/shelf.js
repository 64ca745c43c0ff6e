import { formatMoney } from '../../../miniprogram/contract/money';
import { callShop } from './api';
import { button, failed, h, loading, show } from './dom';

/** The shop function takes up to this many of one SKU. */
const MAX_QUANTITY = 999;

function stock(available) {
  if (available === 0) return h('span', { class: 'stock out' }, '已售罄');
  return h('span', { class: available <= 5 ? 'stock few' : 'stock' }, `库存 ${available} 件`);
}

function stepper(sku, name) {
  const most = Math.min(sku.available, MAX_QUANTITY);
  const input = h('input', {
    type: 'text',
    inputmode: 'numeric',
    value: '1',
    'aria-label': `${name} 数量`,
    maxlength: '3',
  });
  const quantity = () => {
    const typed = /^\d+$/.test(input.value) ? Number(input.value) : 1;
    return Math.min(Math.max(typed, 1), Math.max(most, 1));
  };
  const settle = (value) => {
    input.value = String(value);
    less.disabled = value <= 1;
    more.disabled = value >= most;
  };
  const move = (by) => settle(Math.min(Math.max(quantity() + by, 1), most));
  const less = h('button', { type: 'button', 'aria-label': `${name} 减一件`, onclick: () => move(-1) }, '−');
  const more = h('button', { type: 'button', 'aria-label': `${name} 加一件`, onclick: () => move(1) }, '+');
  input.addEventListener('change', () => settle(quantity()));
  settle(1);
  return { quantity, element: h('span', { class: 'stepper' }, less, input, more) };
}

function skuRow(product, sku, buy) {
  const name = `${product.title} ${sku.specification}`;
  const { quantity, element } = stepper(sku, name);
  const order = () => buy({ productId: product.productId, sku, title: name, quantity: quantity() });
  return h(
    'li',
    { class: 'sku' },
    h(
      'div',
      { class: 'sku-words' },
      h('span', { class: 'specification' }, sku.specification),
      stock(sku.available),
    ),
    h(
      'div',
      { class: 'sku-deal' },
      h('strong', { class: 'price' }, formatMoney(sku.price)),
      sku.available > 0 && element,
      button(sku.available > 0 ? '购买' : '售罄', order, {
        class: 'buy',
        'aria-label': `购买 ${name}`,
        disabled: sku.available === 0,
      }),
    ),
  );
}

const HUES = { 茶与咖啡: 'tea', 餐具: 'ware', 食物: 'cake', 布艺: 'linen' };

/** As many products as this page shows; the phone has them all. */
const SHOWN = 8;

/** The first products of the shop with their specifications and the names of their categories. */
async function firstProducts() {
  const { categories, page } = await callShop('catalogue.home', {});
  const names = new Map(categories.map(({ categoryId, name }) => [categoryId, name]));
  const products = await Promise.all(
    page.products.slice(0, SHOWN).map(({ productId }) => callShop('catalogue.product', { productId })),
  );
  return products.map((product) => ({ ...product, category: names.get(product.categoryId) ?? '' }));
}

function productCard(product, buy) {
  return h(
    'article',
    { class: 'product' },
    h(
      'header',
      {},
      h(
        'span',
        { class: `tile ${HUES[product.category] ?? ''}`, title: product.category },
        product.category.slice(0, 1),
      ),
      h('h2', {}, product.title),
    ),
    h(
      'ul',
      { class: 'skus' },
      product.skus.map((sku) => skuRow(product, sku, buy)),
    ),
  );
}

/** Draws the shelf into `view`. */
export async function shelf(view, buy, isCurrent) {
  if (view.dataset.page !== 'shelf') show(view, loading('正在摆货…'));
  try {
    const products = await firstProducts();
    if (!isCurrent()) return;
    view.dataset.page = 'shelf';
    if (products.length === 0) show(view, h('p', { class: 'state' }, '货架还是空的'));
    else
      show(
        view,
        h(
          'div',
          { class: 'shelf' },
          products.map((product) => productCard(product, buy)),
        ),
      );
  } catch (error) {
    if (isCurrent())
      show(
        view,
        failed(error.message, () => shelf(view, buy, isCurrent)),
      );
  }
}
