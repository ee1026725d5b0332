/** A clerk who reads a message sees the right class suggested first, and nothing for what is not city management. */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { findMatterClass } from './matters.ts';
import { keywordTable } from './message-mapping.ts';
import { findComplaintMapping, nyc311Table } from './nyc311-mapping.ts';
import { suggestMatter } from './suggest-matter.ts';

const folder = new URL('../../../../../shared/data/03-hotline/', import.meta.url);
const annex2 = new URL('teddy2020c/demo-annex2.jsonl', folder);
const animals = new URL('nyc311_animal_complaints_2025Q1.csv', folder);

describe('来件关键词', () => {
  it('至少 150 条、覆盖至少 60 个小类,小类都存在,没有重复的词', () => {
    expect(keywordTable.rows.length).toBeGreaterThanOrEqual(150);
    expect(new Set(keywordTable.rows.map((row) => row.matter)).size).toBeGreaterThanOrEqual(60);
    const words = keywordTable.rows.map((row) => [...row.words].sort().join('+'));
    expect(new Set(words).size).toBe(words.length);
    for (const row of keywordTable.rows) {
      expect(findMatterClass(row.matter), row.words.join()).toBeDefined();
      expect(row.weight).toBeGreaterThan(0);
      expect(row.words.every((word) => word.trim() !== '')).toBe(true);
    }
  });
});

describe('按来件文字推荐小类', () => {
  it.each([
    ['颍州区清河路与文峰街交叉口污水井盖没了,晚上很危险,请尽快处理', '01002'],
    ['小区门口窨井盖被压坏,下水道井盖翘起来了', '01002'],
    ['不知道是哪家的井盖,车一压就响', '01023'],
    ['颍泉区北京路一整排路灯不亮,老人走夜路看不见', '01037'],
    ['临沂商城路口红绿灯坏了两天,没有人修', '02014'],
    ['双清路公共厕所脏得没法进,还没有水', '03001'],
    ['中南大道行道树断枝挂在半空', '04002'],
    ['楼上住户在楼顶私搭乱建阳光房', '06001'],
    ['颍河西路路面塌陷一个大坑,已经有电动车摔倒', '06013'],
    ['菜市门口垃圾成堆,垃圾无人清理', '06010'],
    ['楼下饭店油烟直接排到我家窗户', '06027'],
    ['广场舞音响声音太大,噪音影响孩子写作业', '06028'],
    ['工地通宵施工,噪音吵得睡不着', '08001'],
    ['夜里渣土车从南二环过,没有盖篷布', '08011'],
    ['单元楼道贴满小广告,像牛皮癣一样', '07001'],
    ['学校门口流动摊贩占着路卖炸串', '09001'],
    ['商户店外经营,货物摆到人行道上', '09005'],
    ['消防通道被车堵死,救护车都进不来', '09012'],
    ['人行道上共享单车堆成山', '09011'],
    ['路边有一只死狗已经发臭', '06037'],
    ['邻居在院里养鸡,凌晨鸡叫', '06038'],
    ['河面垃圾漂了一片,水葫芦也没人捞', '06025'],
    ['桥上路面结冰,早高峰连着追尾', '10001'],
    ['电线掉落在路中间,小孩差点碰到', '10002'],
  ])('%s', (text, matter) => {
    const [first] = suggestMatter(text);
    expect(first?.matter).toBe(matter);
    expect(first?.words.length).toBeGreaterThan(0);
  });

  it('长词盖住短词:“污水井盖”不再另算“井盖”', () => {
    expect(suggestMatter('污水井盖破损').map((row) => row.matter)).toEqual(['01002']);
    expect(suggestMatter('污水井盖破损,旁边还有个井盖也松了').map((row) => row.matter)).toEqual([
      '01002',
      '01023',
    ]);
  });

  it('标题里的词更重', () => {
    const [first] = suggestMatter('楼下餐馆开到半夜,广场舞也吵', { title: '油烟扰民' });
    expect(first?.matter).toBe('06027');
    expect(suggestMatter('', { title: '油烟' })[0]?.score).toBe(10);
  });

  it('不属城管的来件不推荐', () => {
    expect(suggestMatter('请问退休职工的医保报销比例是多少')).toEqual([]);
    expect(suggestMatter('学校强制学生购买校服')).toEqual([]);
    expect(suggestMatter('')).toEqual([]);
  });

  it('空格、全角、大小写不影响结果,条数可限', () => {
    expect(suggestMatter('路 灯\n不 亮')[0]?.matter).toBe('01037');
    expect(suggestMatter('ktv 晚上扰民')[0]?.matter).toBe('06028');
    expect(suggestMatter('路灯不亮,井盖破损,垃圾成堆,油烟呛人', { limit: 2 })).toHaveLength(2);
  });

  it('超长来件不拖慢', () => {
    const started = performance.now();
    suggestMatter('路灯井盖噪音'.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('示例来件(../shared 不在时跳过)', () => {
  it.skipIf(!existsSync(annex2))(
    '495 条留言中(../shared 不在时跳过)至少 70 条有推荐,城乡建设类明显多于劳动保障类',
    () => {
      const messages = readFileSync(annex2, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { title: string; body: string; label1: string });
      const suggested = messages.filter((row) => suggestMatter(row.body, { title: row.title }).length > 0);
      console.info(`附件2:${messages.length} 条留言,${suggested.length} 条有小类推荐`);
      expect(messages).toHaveLength(495);
      expect(suggested.length).toBeGreaterThanOrEqual(70);
      const share = (label: string) =>
        suggested.filter((row) => row.label1 === label).length /
        messages.filter((row) => row.label1 === label).length;
      expect(share('城乡建设')).toBeGreaterThan(5 * share('劳动和社会保障'));
    },
  );

  it.skipIf(!existsSync(animals))('纽约 311 的每一行都有对照,列名都在(../shared 不在时跳过)', () => {
    const rows = parse<Record<string, string>>(readFileSync(animals), { columns: true, bom: true });
    for (const field of nyc311Table.fields) expect(Object.keys(rows[0] ?? {})).toContain(field.column);
    let filed = 0;
    for (const row of rows) {
      const mapping = findComplaintMapping(row['Complaint Type'] ?? '', row['Descriptor'] ?? '');
      expect(mapping, `${row['Complaint Type']} / ${row['Descriptor']}`).toBeDefined();
      expect(nyc311Table.statuses[row['Status'] ?? '']).toBeDefined();
      if (mapping?.matter) filed += 1;
    }
    console.info(`纽约 311:${rows.length} 行,${filed} 行有对应小类`);
    expect(rows).toHaveLength(4969);
    expect(filed).toBeGreaterThan(3000);
  });
});

describe('纽约 311 对照', () => {
  it('动物尸体、饲养家禽各归其类,其余说明为什么不立案', () => {
    expect(findComplaintMapping('Dead Animal', 'Raccoon')?.matter).toBe('06037');
    expect(findComplaintMapping('Illegal Animal Kept as Pet', 'Rooster')).toMatchObject({
      matter: '06038',
      closeness: 'same',
    });
    expect(findComplaintMapping('Animal in a Park', 'Dead Animal')?.matter).toBe('06037');
    expect(findComplaintMapping('Noise', 'Loud Music')).toBeUndefined();
    for (const row of nyc311Table.rows) {
      if (row.matter === null) expect(row.reason, row.complaintType).not.toBeNull();
      else expect(findMatterClass(row.matter)).toBeDefined();
    }
    expect(nyc311Table.position.insideCity).toBe(false);
  });
});
