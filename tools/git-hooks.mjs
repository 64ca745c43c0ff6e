// Points git at the hooks kept in this repository. Outside a git checkout (an npm tarball, a Docker copy) there is nothing to do.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (existsSync('.git')) execFileSync('git', ['config', 'core.hooksPath', '.githooks']);
