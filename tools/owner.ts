/** `npm run owner`: who owns the shop, decided by whoever holds the keys of its environment. */
import { parseArgs } from 'node:util';
import { systemClock } from '../cloudfunctions/adapters/system/clock';
import { createIds } from '../cloudfunctions/adapters/system/ids';
import type { Store } from '../cloudfunctions/ports/store';
import { appointOwner } from '../cloudfunctions/usecases/appoint-owner';
import { ROLE_WORDS, STAFF_LIMITS } from '../miniprogram/contract/staff';
import { portOf, runCommand, UsageError } from './command';
import { findShop, WHICH_SHOP } from './world/find-shop';
import { openStore } from './world/shop-store';

const HELP = `npm run owner -- [--openid OPENID] [--name 店主] [--port 8600] [--data .data]

Makes an owner of the person with this openid, who then invites the others from the phone. The desk's log keeps it.
Without --openid it lists who owns the shop and who opened it last: open it on your phone first, then choose yourself.
${WHICH_SHOP}`;

/** People who are listed. */
const NEWCOMERS = 10;

async function list(store: Store): Promise<void> {
  const staff = await store.listStaff();
  const owners = staff.filter(({ role }) => role === 'owner');
  console.log(owners.length === 0 ? 'Nobody owns the shop yet.' : 'Owners:');
  for (const { openid, name } of owners) console.log(`  ${openid}  ${name}`);
  const newcomers = await store.listNewcomers(NEWCOMERS);
  console.log(newcomers.length === 0 ? 'Nobody else has opened the shop.' : 'Opened the shop last:');
  for (const { openid, joinedAtMs } of newcomers)
    console.log(`  ${openid}  first on ${new Date(joinedAtMs).toISOString()}`);
}

async function appoint(store: Store, openid: string, name: string): Promise<void> {
  if (!/^[0-9A-Za-z_-]{1,64}$/.test(openid))
    throw new UsageError(`--openid must be 1 to 64 letters, digits, - or _, got ${JSON.stringify(openid)}`);
  const { nameLength } = STAFF_LIMITS;
  if (name === '' || name.length > nameLength)
    throw new UsageError(`--name must be 1 to ${nameLength} characters, got ${JSON.stringify(name)}`);
  const changed = await appointOwner(
    { store, clock: systemClock, ids: createIds(systemClock) },
    { openid, name },
  );
  console.log(changed ? `${openid} is an owner now: ${name}` : `${openid} is an owner already: ${name}`);
}

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      openid: { type: 'string' },
      name: { type: 'string', default: ROLE_WORDS.owner },
      port: { type: 'string', default: '8600' },
      data: { type: 'string', default: '.data' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const shop = await findShop({ port: portOf(values.port, '--port'), dir: values.data });
  try {
    const store = openStore(shop.environment);
    if (values.openid === undefined) await list(store);
    else await appoint(store, values.openid, values.name.trim());
  } finally {
    await shop.close();
  }
});
