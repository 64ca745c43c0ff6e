import type { Holder } from './holder';

/** A product as a merchant enters it; every choice costs the same and there are as many of each, except where one is named. */
export interface NewProduct {
  readonly title: string;
  readonly category: string;
  readonly axes: readonly { readonly name: string; readonly values: string }[];
  readonly yuan: string;
  readonly pieces: string;
  readonly exception: { readonly choice: string; readonly yuan: string; readonly pieces: string };
}

async function addPhoto(owner: Holder): Promise<void> {
  await owner.tapNamed('添加照片');
  await owner.photograph();
  await owner.named('第1张照片').waitFor();
}

async function specify(owner: Holder, { axes, yuan, pieces, exception }: NewProduct): Promise<void> {
  for (const [index, { name, values }] of axes.entries()) {
    await owner.tap(index === 0 ? '添加规格，如颜色、尺码' : '再加一种规格');
    await owner.type('规格名称', name);
    await owner.type('添加选项', values);
    await owner.tap('确定');
    await owner.misses('添加规格');
  }
  await owner.tap('统一填写');
  await owner.type('统一价格，元', yuan);
  await owner.type('新规格的库存，件', pieces);
  await owner.tap(/^填入 \d+ 个规格$/);
  await owner.type(`${exception.choice}价格，元`, exception.yuan);
  await owner.type(`${exception.choice}库存，件`, exception.pieces);
}

/** From the list of products to one more on the shelf. */
export async function publish(owner: Holder, product: NewProduct): Promise<void> {
  await owner.tap('新建商品');
  await addPhoto(owner);
  await owner.type('商品名称', product.title);
  await owner.tapNamed(/^分类/);
  await owner.choose('确定');
  await specify(owner, product);
  await owner.tap('保存并上架');
  await owner.sees('已保存');
}

/** From the list of what waits to the parcel of the first order, its number read by the camera. */
export async function ship(owner: Holder, trackingNo: string, courier: string): Promise<void> {
  await owner.tap('发货');
  await owner.tapNamed('扫描快递单号');
  await owner.scan(trackingNo);
  await owner.sees(courier);
  await owner.tap('发货');
  await owner.misses('这次要发');
}

/** From an order to a refund of a sum. The button names the sum. */
export async function giveBack(owner: Holder, yuan: string): Promise<void> {
  await owner.tap('退款');
  await owner.tap('按金额退');
  await owner.type(/^退款金额/, yuan);
  await owner.tap(`退款 ¥${yuan}`);
  await owner.sees('退款单号');
}

/** What a page says was paid, given back with what is on its way, and can still be given back; in yuan. */
export async function seesSums(
  owner: Holder,
  { paid, given, left }: { readonly paid: string; readonly given: string; readonly left: string },
): Promise<void> {
  for (const [name, yuan] of [
    ['实付', paid],
    ['已退和在退', given],
    ['还能退', left],
  ] as const)
    await owner.find('.sum').filter({ hasText: name }).filter({ hasText: yuan }).waitFor();
}

/** From the keypad to a payment code that is scanned. */
export async function collectFrom(owner: Holder, name: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) await owner.tapNamed(new RegExp(`^${key}$`));
  await owner.tap('扫码收款');
  await owner.scanCodeOf(name);
}
