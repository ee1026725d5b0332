/** 安康码 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedCityCode } from './seed.ts';
import { measureCoverage } from './server/coverage/measure-coverage.ts';
import { enrolFamily, lose, paper } from './server/family/enrol.ts';
import { claim, endFamily, linkIdentity, removeDevice, showOwn, suspend } from './server/holder/hold-code.ts';
import { takeOver } from './server/holder/take-over.ts';
import { readHistory } from './server/holder/read-history.ts';
import { issueCodes } from './server/issue/issue-codes.ts';
import { loadReference } from './server/load-reference.ts';
import { anchors, mapIdentity, scan, takeRecords } from './server/verify/scan-code.ts';

export default defineSystem({
  contract,
  handlers: {
    own: showOwn,
    claim,
    takeOver,
    issue: issueCodes,
    suspend,
    removeDevice,
    endFamily,
    link: linkIdentity,
    history: readHistory,
    scan,
    records: takeRecords,
    map: mapIdentity,
    anchors,
    paper,
    lose,
    family: enrolFamily,
    coverage: measureCoverage,
  },
  load: loadReference,
  seed: seedCityCode,
});
