/** `npm run check:miniprogram`: builds the mini program and holds it against WeChat's compilers and our own rules. */
import { runCommand } from './command';
import { readAppTree, textOf, type AppTree } from './miniprogram/app-tree';
import { buildMiniProgram } from './miniprogram/build';
import { contrastProblems } from './miniprogram/contrast';
import { iconNames } from './miniprogram/icon-font';
import { lintProblems } from './miniprogram/lint/lint';
import { TOKENS } from './miniprogram/lint/style-sheets';
import { NPM_FOLDER, SOURCE_DIR } from './miniprogram/places';
import { sizeLine, sizeProblems } from './miniprogram/size-budget';
import { templateCompilerProblems } from './miniprogram/template-compiler';
import { wechatCompilerProblems, wechatCompilersRun } from './miniprogram/wechat-compilers';

function problemsIn(tree: AppTree): string[] {
  // Those whose glyph was found: a name the font does not have would draw nothing.
  const icons = iconNames(textOf(tree, `${NPM_FOLDER}/tdesign-miniprogram/icon/icon.wxss`));
  return [
    ...tree.problems,
    ...(wechatCompilersRun() ? wechatCompilerProblems(tree) : []),
    ...templateCompilerProblems(tree),
    ...lintProblems(tree, icons),
    ...contrastProblems(textOf(tree, TOKENS)),
  ];
}

runCommand(async () => {
  const sizes = await buildMiniProgram();
  const tree = readAppTree(SOURCE_DIR);
  const problems = [...problemsIn(tree), ...sizeProblems(sizes)];
  if (!wechatCompilersRun())
    console.warn(
      "WeChat's compilers run on Linux x64 only: templates and styles were checked by the newer one alone",
    );
  for (const problem of problems) console.error(problem);
  console.log(
    `mini program: ${problems.length} problems in ${tree.units.length} pages and components; ${sizeLine(sizes)}`,
  );
  return problems.length === 0 ? 0 : 1;
});
