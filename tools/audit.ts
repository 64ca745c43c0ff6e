import { parseArgs } from 'node:util';
import { portOf, runCommand } from './command';
import { auditStore } from './world/audit-books';
import { findShop, WHICH_SHOP } from './world/find-shop';
import { openStore } from './world/shop-store';

const HELP = `npm run audit -- [--port 8600] [--data .data]

Checks the money rules over the whole database and prints every break; exit code 1 when there is one.
${WHICH_SHOP}`;

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8600' },
      data: { type: 'string', default: '.data' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const { environment, close } = await findShop({ port: portOf(values.port, '--port'), dir: values.data });
  try {
    const { problems, counted } = await auditStore(openStore(environment));
    const { skus, orders, attempts, refunds, shipments } = counted;
    const all = `${skus} SKUs, ${orders} orders, ${attempts} payment attempts, ${refunds} refunds, ${shipments} shipments`;
    for (const problem of problems) console.log(problem);
    console.log(problems.length === 0 ? `clean: ${all}` : `${problems.length} problems in ${all}`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await close();
  }
});
