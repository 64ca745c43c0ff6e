/** What a server may answer about the shop. */
export const picture = { fileId: 'cloud://shop/tea.png', width: 800, height: 800, alt: '一盒茶' };

export function yuan(minor: number) {
  return { minor, currency: 'CNY' as const };
}

export function card(productId: string) {
  return {
    productId,
    title: `商品${productId}`,
    subtitle: '',
    picture,
    priceFrom: yuan(12_800),
    priceVaries: true,
    sold: 3,
    soldOut: false,
  };
}

export function sku(skuId: string, values: readonly string[], available: number, minor = 8800) {
  return {
    skuId,
    values,
    specification: values.join(' '),
    price: yuan(minor),
    available,
    lowStock: available > 0 && available < 5,
  };
}

export const product = {
  productId: 'mat',
  categoryId: 'cloth',
  title: '亚麻茶席',
  subtitle: '',
  gallery: [picture],
  details: [{ kind: 'paragraph' as const, text: '水洗亚麻' }],
  facts: [{ name: '材质', value: '亚麻' }],
  axes: [{ name: '颜色', values: ['墨绿', '藏青'] }],
  skus: [sku('green', ['墨绿'], 9), sku('blue', ['藏青'], 0, 9900)],
  sold: 12,
};

export function emptyCart(pieces: number) {
  return {
    lines: [],
    invalid: [],
    pieces,
    selectedPieces: 0,
    selectedTotal: yuan(0),
    allSelected: false,
  };
}
