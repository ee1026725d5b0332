/** Sealed OFD files of licences a second, and checking them, with SM2 in threads. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { access } from '../../engines/access/service.ts';
import { sealTypes, trust } from '../../engines/trust/service.ts';
import { makeSeals } from '../../systems/government/licence/server/demo/make-licences.ts';
import { licenceSheet, sealPlace } from '../../systems/government/licence/server/render/licence-sheet.ts';
import type { BenchCity } from '../support/open-bench-city.ts';
import { rateOf } from './rate-of.ts';

const organ = 'city-market-supervision';

export interface SealFigures {
  readonly sealed: number;
  readonly checked: number;
  /** 99th percentile of how late the event loop ran meanwhile, milliseconds. */
  readonly delay: number;
  readonly bytes: number;
}

export async function benchSeals({ city }: BenchCity, seconds: number): Promise<SealFigures> {
  const { seals } = city.services.use(trust);
  await makeSeals(city.services, [organ]);
  const seal = await seals.findHeld(organ, sealTypes.special);
  const identifier = '1.2.156.3005.2.11100000MB0143028R031.11341200003177000D.JY13412000000017.001.0';
  const sheet = licenceSheet({
    row: {
      name: '食品经营许可证',
      number: 'JY13412000000017',
      identifier,
      holderName: '阜阳市颍州区演示餐饮店',
      holderCode: '91341202MA8TEAT06E',
      issuedOn: '2026-11-23',
      validFrom: '2026-11-23',
      validUntil: '2031-11-22',
      surface: '经营场所：阜阳市颍州区清河路演示 1 号\n主体业态：餐饮服务经营者\n经营项目：热食类食品制售',
    },
    issuerName: '阜阳市市场监督管理局',
    link: `/open/licence/verify?id=${identifier}&code=12345678`,
    checkCode: '12345678',
    demo: city.services.use(access).demo,
    made: new Date(),
  });
  const act = () =>
    city.store.transaction((work) =>
      seals.sealSheet(work, 'bench', { seal: seal?.id ?? '', sheet, place: sealPlace, document: 'bench' }),
    );
  const file = await act();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const sealed = await rateOf(8, seconds, 1, act);
  delay.disable();
  const roots = (await seals.roots()).map((root) => ({ ...root, title: root.name }));
  const checked = await rateOf(8, seconds, 1, () => seals.check(file, roots));
  return { sealed, checked, delay: delay.percentile(99) / 1e6, bytes: file.length };
}
