/** `npm run vendor`: puts the interface library's parts in use under miniprogram/miniprogram_npm. The install runs it. */
import { runCommand } from './command';
import { vendor } from './miniprogram/vendor';

runCommand(async () => {
  const { files, icons, changed } = await vendor();
  if (changed) console.log(`miniprogram_npm: ${files} files, ${icons.length} icons`);
});
