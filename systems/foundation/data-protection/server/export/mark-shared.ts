/** Files under sharing contracts that owe a watermark: the same hidden mark and print as an approved export, so that 水印溯源 leads to them. */
import { randomBytes } from 'node:crypto';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import type { FileMark, MarkedFile } from '../../../../../engines/access/service.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { exported, exportPrint } from '../../registers/export.ts';
import { departmentName } from '../hold/describe-register.ts';
import { cutAt, makePrint } from './content-print.ts';
import { markRow, writeHidden } from './hidden-mark.ts';

/** Room in the print of what is no dataset: how many rows there will be is not known before the last. */
const printedRows = 10_000;

/** No more can come of a dataset than it has. */
async function rowsOf(services: Services, object: string): Promise<number> {
  if (object.includes('.')) return printedRows;
  const [found] = await services.use(lake).findDatasets([object]);
  return found?.rows ?? printedRows;
}

export async function markShared(services: Services, file: MarkedFile): Promise<FileMark> {
  const mark = randomBytes(4).toString('hex').toUpperCase();
  const hidden = writeHidden(mark);
  const boxes = await services.use(trust).vault.boxes();
  const print = makePrint(boxes, await rowsOf(services, file.object));
  return {
    row(cells) {
      print.add(cells);
      return markRow(cells, hidden);
    },
    keep: (rows) =>
      services.use(store).transaction(async (work) => {
        const at = work.now.toISOString();
        const number = `DC${shanghaiDate(work.now).replaceAll('-', '')}-${mark}`;
        const { of } = services.use(registers);
        await of(exported).trusted.insert(work, 'data-protection', {
          number,
          mark,
          standing: 'taken',
          register: `share:${file.contract}`,
          title: `共享文件（使用部门：${departmentName(services, file.department)}）`,
          owner: file.provider,
          // The application of the contract; the person is in the audit, by the number of the receipt.
          requester: file.app,
          purpose: file.purpose,
          conditions: `共享合同 ${file.contract}，回执 ${file.receipt}`,
          told: '按共享合同和脱敏策略',
          reasons: '脱敏水印策略要求共享文件加水印',
          format: 'csv',
          rows,
          askedAt: at,
          takenAt: at,
          takenRows: rows,
          printedRows: cutAt(print, rows),
        });
        await of(exportPrint).trusted.insert(work, 'data-protection', { number, at, filter: print.end() });
      }),
  };
}
