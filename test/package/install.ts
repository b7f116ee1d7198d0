import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../support/browsers.mjs';

/** A project that has nothing but this package, packed as it would be published. */
export interface Project {
  readonly folder: string;
  readonly tarball: string;
  /** Paths of the files in the tarball. */
  readonly files: readonly string[];
  /** Bytes of the tarball. */
  readonly packedBytes: number;
  /** Names of every package that came along, scoped ones in full. */
  readonly installed: readonly string[];
  /** Runs a module in the project with these Node options. Returns what it prints. */
  run(module: string, ...options: string[]): string;
}

/** Packs the repository and installs the tarball into an empty folder. */
export function createProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'deskbell-'));
  const npm = (cwd: string, ...args: string[]): string =>
    execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const packed = npm(repository, 'pack', '--json', '--ignore-scripts', `--pack-destination=${folder}`);
  const [{ filename, files, size }] = JSON.parse(packed) as [
    { filename: string; size: number; files: { path: string }[] },
  ];
  const tarball = join(folder, filename);
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'shop', private: true, type: 'module' }));
  npm(project, 'install', '--no-audit', '--no-fund', '--prefer-offline', tarball);
  const modules = join(project, 'node_modules');
  return {
    folder: project,
    tarball,
    files: files.map(({ path }) => path),
    packedBytes: size,
    installed: readdirSync(modules)
      .filter((name) => !name.startsWith('.'))
      .flatMap((name) =>
        name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
      )
      .sort(),
    run: (module, ...options) =>
      execFileSync(process.execPath, [...options, '--input-type=module', '--eval', module], {
        cwd: project,
        encoding: 'utf8',
      }),
  };
}
