/**
 * The report of the plugins' contract, libs/plugin-api/api-report.md: every exported declaration, so that a change of the
 * contract is seen in a review. Without `--write` it fails when the committed one is not what the code says.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const folder = fileURLToPath(new URL('../libs/plugin-api/', import.meta.url));
const committed = join(folder, 'api-report.md');
const scratch = mkdtempSync(join(tmpdir(), 'api-report-'));

/** What stands in the committed report's place now. */
function report() {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(folder, 'api-extractor.json'),
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, 'dist/index.d.ts'),
      compiler: { tsconfigFilePath: join(folder, 'tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFolder: scratch,
        reportTempFolder: scratch,
        reportFileName: 'report',
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: {
          default: { logLevel: 'error', addToApiReportFile: true },
          // The contract is one: nothing of it is beta or internal.
          'ae-missing-release-tag': { logLevel: 'none' },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const { succeeded } = Extractor.invoke(config, { localBuild: true, messageCallback: quiet });
  if (!succeeded)
    throw new Error('The contract cannot be reported: build libs/plugin-api first (npx tsc -b).');
  return readFileSync(join(scratch, 'report.api.md'), 'utf8');
}

function quiet(message) {
  if (message.logLevel === 'error') process.stderr.write(`${message.formatMessageWithLocation()}\n`);
  message.handled = true;
}

try {
  const now = report();
  if (process.argv.includes('--write')) writeFileSync(committed, now);
  else if (readFileSync(committed, 'utf8') !== now) {
    process.stderr.write(
      'The contract of the plugins is not what libs/plugin-api/api-report.md says. If the change is meant: raise the version ' +
        'in libs/plugin-api/package.json (minor for an addition, major for anything else), run `npm run api-report` and ' +
        'commit what it writes.\n',
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true });
}
