import path from 'node:path';
import { buildFunctions, FUNCTIONS, FUNCTIONS_DIR } from './world/function-bundles';
import { runCommand } from './command';
import { buildMiniProgram } from './miniprogram/build';
import { MINIPROGRAM_DIST } from './miniprogram/places';
import { sizeLine, sizeProblems } from './miniprogram/size-budget';

runCommand(async () => {
  await buildFunctions();
  console.log(`built ${FUNCTIONS.join(', ')} into ${path.relative(process.cwd(), FUNCTIONS_DIR)}`);
  const sizes = await buildMiniProgram();
  console.log(`built ${path.relative(process.cwd(), MINIPROGRAM_DIST)}: ${sizeLine(sizes)}`);
  const problems = sizeProblems(sizes);
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
});
