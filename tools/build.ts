import path from 'node:path';
import { buildFunctions, FUNCTIONS, FUNCTIONS_DIR } from './world/function-bundles';
import { runCommand } from './command';

runCommand(async () => {
  await buildFunctions();
  console.log(`built ${FUNCTIONS.join(', ')} into ${path.relative(process.cwd(), FUNCTIONS_DIR)}`);
});
