/** One declared index: `keys` in order, 1 ascending and -1 descending. */
export interface IndexDeclaration {
  readonly name: string;
  readonly unique?: boolean;
  readonly keys: readonly (readonly [field: string, direction: 1 | -1])[];
}

/** One collection that must exist before the first call; the database never makes one by itself. */
export interface CollectionDeclaration {
  readonly name: string;
  readonly indexes: readonly IndexDeclaration[];
}

/** Names of the shop's collections. */
export const COLLECTIONS = {
  settings: 'settings',
  products: 'products',
  skus: 'skus',
  barcodes: 'barcodes',
  pictures: 'pictures',
  carts: 'carts',
  addressBooks: 'address_books',
  members: 'members',
  photos: 'photos',
  orders: 'orders',
  attempts: 'payment_attempts',
  refunds: 'refunds',
  refundRequests: 'refund_requests',
  shipments: 'shipments',
  messages: 'messages',
  messageLedgers: 'message_ledgers',
  courierUses: 'courier_uses',
  movements: 'stock_movements',
  evidence: 'evidence',
  leases: 'job_leases',
  platformKeys: 'platform_keys',
  actions: 'actions',
  days: 'day_sales',
  roster: 'roster',
  invitations: 'invitations',
  invitationTries: 'invitation_tries',
  billDays: 'bill_days',
  billDifferences: 'bill_differences',
} as const;

/** What lists of products are sorted by; each is an index over all products and one within a category. */
export const PRODUCT_SORT_FIELDS = ['position', 'listedAtMs', 'sold', 'priceFromMinor'] as const;

const PRODUCT_LISTS: readonly IndexDeclaration[] = PRODUCT_SORT_FIELDS.flatMap((field) => [
  {
    name: `all_by_${field}`,
    keys: [
      ['onSale', 1],
      [field, 1],
      ['_id', 1],
    ],
  },
  {
    name: `category_by_${field}`,
    keys: [
      ['onSale', 1],
      ['categoryId', 1],
      [field, 1],
      ['_id', 1],
    ],
  },
]);

/** The log of the staff's actions: all of it, and by each filter alone. */
const ACTION_LISTS: readonly IndexDeclaration[] = [
  { name: 'all', keys: [['sortKey', -1]] },
  ...(['about', 'by', 'what'] as const).map((field): IndexDeclaration => ({
    name: field,
    keys: [
      [field, 1],
      ['sortKey', -1],
    ],
  })),
];

/**
 * What the shop needs of the database: collections and indexes, read by provisioning, by the emulator and by tests.
 * Uniqueness of business keys needs no index: each is its document's `_id`.
 */
export const SCHEMA: readonly CollectionDeclaration[] = [
  { name: COLLECTIONS.settings, indexes: [] },
  {
    name: COLLECTIONS.products,
    indexes: [...PRODUCT_LISTS, { name: 'words', keys: [['words', 1]] }],
  },
  {
    name: COLLECTIONS.skus,
    indexes: [
      { name: 'product', keys: [['productId', 1]] },
      {
        name: 'low',
        keys: [
          ['onSale', 1],
          ['onHand', 1],
          ['_id', 1],
        ],
      },
    ],
  },
  { name: COLLECTIONS.barcodes, indexes: [] },
  { name: COLLECTIONS.pictures, indexes: [] },
  {
    name: COLLECTIONS.orders,
    indexes: [
      {
        name: 'mine',
        keys: [
          ['openid', 1],
          ['hidden', 1],
          ['sortKey', -1],
        ],
      },
      {
        name: 'mine_by_state',
        keys: [
          ['openid', 1],
          ['hidden', 1],
          ['state', 1],
          ['sortKey', -1],
        ],
      },
      { name: 'newest', keys: [['sortKey', -1]] },
      {
        name: 'of_kind',
        keys: [
          ['kind', 1],
          ['sortKey', -1],
        ],
      },
      {
        name: 'in_state',
        keys: [
          ['kind', 1],
          ['state', 1],
          ['sortKey', -1],
        ],
      },
      {
        name: 'with_refund',
        keys: [
          ['withRefund', 1],
          ['sortKey', -1],
        ],
      },
      {
        name: 'phone_tail',
        keys: [
          ['phoneTail', 1],
          ['sortKey', -1],
        ],
      },
      {
        name: 'expiring',
        keys: [
          ['state', 1],
          ['payBeforeMs', 1],
        ],
      },
      {
        name: 'to_ship',
        keys: [
          ['toShip', 1],
          ['paidAtMs', 1],
          ['_id', 1],
        ],
      },
      {
        name: 'to_ship_newest',
        keys: [
          ['toShip', 1],
          ['sortKey', -1],
        ],
      },
      {
        name: 'upload_refused',
        keys: [
          ['uploadRefused', 1],
          ['sortKey', -1],
        ],
      },
      {
        name: 'held',
        keys: [
          ['held', 1],
          ['paidAtMs', 1],
          ['_id', 1],
        ],
      },
    ],
  },
  {
    name: COLLECTIONS.attempts,
    indexes: [
      { name: 'order', keys: [['orderId', 1]] },
      { name: 'transaction', keys: [['transactionId', 1]] },
      {
        name: 'open',
        keys: [
          ['open', 1],
          ['createdAtMs', 1],
        ],
      },
      {
        name: 'succeeded',
        keys: [
          ['succeededAtMs', 1],
          ['_id', 1],
        ],
      },
      {
        name: 'taken_back',
        keys: [
          ['takenBackAtMs', 1],
          ['_id', 1],
        ],
      },
    ],
  },
  {
    name: COLLECTIONS.refunds,
    indexes: [
      { name: 'order', keys: [['orderId', 1]] },
      {
        name: 'open',
        keys: [
          ['state', 1],
          ['createdAtMs', 1],
        ],
      },
      { name: 'to_do', keys: [['nextStepAtMs', 1]] },
      {
        name: 'list',
        keys: [
          ['list', 1],
          ['sortKey', 1],
        ],
      },
      {
        name: 'begun',
        keys: [
          ['begunAtMs', 1],
          ['_id', 1],
        ],
      },
    ],
  },
  {
    name: COLLECTIONS.refundRequests,
    indexes: [
      { name: 'order', keys: [['orderId', 1]] },
      {
        name: 'mine',
        keys: [
          ['openid', 1],
          ['sortKey', -1],
        ],
      },
      {
        name: 'mine_by_state',
        keys: [
          ['openid', 1],
          ['state', 1],
        ],
      },
      {
        name: 'waiting',
        keys: [
          ['waiting', 1],
          ['sortKey', 1],
        ],
      },
      { name: 'by_state', keys: [['state', 1]] },
    ],
  },
  {
    name: COLLECTIONS.shipments,
    indexes: [
      { name: 'to_do', keys: [['nextStepAtMs', 1]] },
      {
        name: 'uploads',
        keys: [
          ['uploadState', 1],
          ['startedAtMs', 1],
          ['_id', 1],
        ],
      },
    ],
  },
  {
    name: COLLECTIONS.messages,
    indexes: [
      { name: 'to_do', keys: [['nextStepAtMs', 1]] },
      { name: 'order', keys: [['orderId', 1]] },
      { name: 'mine', keys: [['openid', 1]] },
    ],
  },
  { name: COLLECTIONS.messageLedgers, indexes: [] },
  { name: COLLECTIONS.courierUses, indexes: [] },
  { name: COLLECTIONS.carts, indexes: [] },
  { name: COLLECTIONS.addressBooks, indexes: [] },
  {
    name: COLLECTIONS.members,
    indexes: [
      {
        name: 'staff',
        keys: [
          ['role', 1],
          ['joinedAtMs', 1],
        ],
      },
    ],
  },
  { name: COLLECTIONS.photos, indexes: [{ name: 'mine', keys: [['openid', 1]] }] },
  {
    name: COLLECTIONS.movements,
    indexes: [
      { name: 'order', keys: [['orderId', 1]] },
      {
        name: 'sku',
        keys: [
          ['skuId', 1],
          ['atMs', 1],
          ['_id', 1],
        ],
      },
    ],
  },
  {
    name: COLLECTIONS.evidence,
    indexes: [
      {
        name: 'order',
        keys: [
          ['orderId', 1],
          ['sortKey', 1],
        ],
      },
      {
        name: 'support_code',
        keys: [
          ['supportCode', 1],
          ['sortKey', -1],
        ],
      },
      {
        name: 'request',
        keys: [
          ['requestId', 1],
          ['sortKey', -1],
        ],
      },
    ],
  },
  { name: COLLECTIONS.billDays, indexes: [{ name: 'to_do', keys: [['nextStepAtMs', 1]] }] },
  {
    name: COLLECTIONS.billDifferences,
    indexes: [
      {
        name: 'day',
        keys: [
          ['date', 1],
          ['status', 1],
          ['_id', 1],
        ],
      },
      { name: 'awaiting', keys: [['awaits', 1]] },
    ],
  },
  { name: COLLECTIONS.leases, indexes: [] },
  { name: COLLECTIONS.platformKeys, indexes: [] },
  { name: COLLECTIONS.actions, indexes: ACTION_LISTS },
  { name: COLLECTIONS.days, indexes: [{ name: 'day', keys: [['day', 1]] }] },
  { name: COLLECTIONS.roster, indexes: [] },
  { name: COLLECTIONS.invitations, indexes: [] },
  { name: COLLECTIONS.invitationTries, indexes: [] },
];
