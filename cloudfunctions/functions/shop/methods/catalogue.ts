import type { CatalogueMethods } from '../../../../miniprogram/contract/catalogue';
import { listProducts, openHome, searchProducts, viewProduct } from '../../../usecases/browse-catalogue';
import { settingsOf } from '../../../usecases/shop-settings';
import type { MethodsOf } from '../method';

/** What the methods of the catalogue do. */
export const CATALOGUE: MethodsOf<keyof CatalogueMethods> = {
  'catalogue.home': async (deps) => ({ value: await openHome(deps) }),
  'catalogue.list': async (deps, _openid, params) => ({ value: await listProducts(deps, params) }),
  'catalogue.search': async (deps, _openid, params) => ({ value: await searchProducts(deps, params) }),
  'catalogue.hotWords': async ({ store }) => ({ value: { words: (await settingsOf(store)).hotWords } }),
  'catalogue.product': async (deps, _openid, { productId }) => {
    const result = await viewProduct(deps, productId);
    return result.kind === 'refused' ? { refusal: result.refusal } : { value: result.product };
  },
};
