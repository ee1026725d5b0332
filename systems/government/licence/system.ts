/** 电子证照 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import contract from './contract.ts';
import { seedLicences } from './seed.ts';
import { applicationBinding } from './server/issue/bind-application.ts';
import { loadReference } from './server/load-reference.ts';
import { changeSeal, listSeals, makeSeal, sealUses } from './server/seal/keep-seals.ts';
import { changeState, expireLicences } from './server/state/change-state.ts';
import { answer, ask, readByConsent, withdraw } from './server/use/ask-consent.ts';
import {
  claim,
  downloadOfd,
  downloadPdf,
  listConsents,
  listMine,
  ofdPaper,
  present,
  readMine,
  receipt,
} from './server/use/read-mine.ts';
import { check, checkDigest, checkFile, checkPresented } from './server/verify/check-licence.ts';
import { addRoot, showTrustList, withdrawRoot } from './server/verify/trust-list.ts';

export default defineSystem({
  contract,
  handlers: {
    changeState,
    seals: listSeals,
    makeSeal,
    changeSeal,
    sealUses,
    addRoot,
    withdrawRoot,
    ask,
    answer,
    withdraw,
    useLicence: readByConsent,
    mine: listMine,
    one: readMine,
    ofd: downloadOfd,
    pdf: downloadPdf,
    present,
    receipt,
    claim,
    consents: listConsents,
    check,
    checkDigest,
    checkPresented,
    checkFile,
    trustList: showTrustList,
  },
  cases: { application: applicationBinding },
  // A quarter past midnight: what was valid until yesterday is over.
  jobs: { expire: { cron: '15 0 * * *', run: (_, services) => expireLicences(services) } },
  async load(services) {
    services.use(access).exits.addPapers({ 'licence.ofd': ofdPaper });
    await loadReference(services);
  },
  seed: seedLicences,
});
