/** OFD files of tax bureaus and of a public test collection, and a corpus of hostile and broken ones: what each is, and why. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { sm3 } from '../server/digest.ts';
import { ofdLimits } from './read-package.ts';
import { type OfdReport, verifyOfd } from './verify-ofd.ts';

const shared = path.resolve(import.meta.dirname, '../../../../shared/data/12-documents/ofd');

function verify(bytes: Uint8Array): OfdReport {
  return verifyOfd(bytes, sm3);
}

/** The first step that does not hold, else the first that is open. */
function reasonOf({ steps }: OfdReport): string {
  const step = steps.find(({ holds }) => holds === false) ?? steps.find(({ holds }) => holds === undefined);
  return step === undefined ? '' : `${step.title}：${step.note}`;
}

/** With the samples of ../shared; without them the test says so in its name. */
function sampled(name: string, run: () => void): void {
  if (existsSync(shared)) test(name, run);
  else test.skip(`${name}（没有 ../shared 里的 OFD 样例）`, run);
}

const samples: readonly (readonly [file: string, state: OfdReport['state'], reason: string])[] = [
  ['ofdrw-converter/1.ofd', 'intact', '发证机构'],
  ['ofdrw-converter/999.ofd', 'undecided', '1 个文件不在签名范围内：OFD.xml'],
  ['ofdrw-converter/V4RideRight.ofd', 'broken', '缺少 1 个文件：PublicRes.xml'],
  ['ofdrw-converter/signout.ofd', 'unsigned', '没有签名'],
  ['ofdrw-converter/testImageNotFound.ofd', 'broken', '缺少 1 个文件：Res_0/image_135.PNG'],
  ['ofdrw-converter/testPathFillOpacity.ofd', 'unsigned', '没有签名'],
  ['ofdrw-converter/发票示例.ofd', 'broken', '/Doc_0/Document.xml 与签名时的摘要不符'],
  ['ofdrw-converter/文字横向-数科.ofd', 'unsigned', '不是标准的命名空间'],
  ['ofdrw-crypto/hello-integrity.ofd', 'undecided', 'GM/T 0099 完整性保护'],
  ['ofdrw-crypto/hello.ofd', 'unsigned', '没有签名'],
  ['ofdrw-layout/areaholder_fields.ofd', 'unsigned', '没有签名'],
  ['ofdrw-layout/no_page_container.ofd', 'unsigned', '没有签名'],
  ['ofdrw-reader/AddAttachment.ofd', 'unsigned', '没有签名'],
  ['ofdrw-reader/SESV4SignDoc.ofd', 'broken', '签于 2026-08-04，不在有效期 2020-04-22 至 2022-04-22 内'],
  ['ofdrw-reader/chineseDir.ofd', 'unsigned', '没有签名'],
  ['ofdrw-reader/helloworld_with_pageblock.ofd', 'unsigned', '没有签名'],
  ['ofdrw-reader/keyword2.ofd', 'unsigned', '没有签名'],
  ['ofdrw-sign/DigitalSign.ofd', 'undecided', '不是 GB/T 38540 第四版签章'],
  ['ofdrw-sign/allprotected.ofd', 'intact', '发证机构'],
  ['ofdrw-sign/namespace_no_std.ofd', 'unsigned', '不是标准的命名空间'],
  ['ofdrw-sign/v4signed.ofd', 'intact', '发证机构'],
];

describe('公开的样例', () => {
  for (const [file, state, reason] of samples)
    sampled(`${file}：${state}，${reason}`, () => {
      const report = verify(readFileSync(path.join(shared, file)));
      expect(report.state).toBe(state);
      expect(reasonOf(report)).toContain(reason);
    });

  sampled('税务局的真章：印章、签章人、有效期逐项成立', () => {
    const { steps } = verify(readFileSync(path.join(shared, 'ofdrw-converter/1.ofd')));
    const notes = steps.filter(({ holds }) => holds === true).map(({ note }) => note);
    expect(notes).toContain('国家税务总局浙江省税务局，国家税务总局电子印章制作系统 制作，SM2 签名有效');
    expect(notes).toContain('签名覆盖文件的全部内容');
  });
});

/** A whole package as its entries, to be changed and packed again. */
function entriesOf(file: string): Record<string, Uint8Array> {
  const all = unzipSync(readFileSync(path.join(shared, file)));
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.endsWith('/')));
}

function changed(change: (entries: Record<string, Uint8Array>) => void): OfdReport {
  const entries = entriesOf('ofdrw-sign/allprotected.ofd');
  change(entries);
  return verify(zipSync(entries));
}

/** The bytes with one bit of the byte at this place turned. */
function turned(bytes: Uint8Array | undefined, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes ?? []);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe('改动过的签章文件', () => {
  const page = 'Doc_0/Pages/Page_0/Content.xml';
  const value = 'Doc_0/Signs/Sign_0/SignedValue.dat';
  const description = 'Doc_0/Signs/Sign_0/Signature.xml';

  sampled('重新打包而内容未动，仍然有效', () => {
    expect(changed(() => undefined).state).toBe('intact');
  });
  sampled('改一页的一个字节', () => {
    const report = changed((entries) => {
      entries[page] = strToU8(new TextDecoder().decode(entries[page]).replace('Size="', 'Size=" '));
    });
    expect([report.state, reasonOf(report)]).toEqual([
      'broken',
      expect.stringContaining(`/${page} 与签名时的摘要不符`),
    ]);
  });
  sampled('连摘要一起改，签名描述就不符', () => {
    const report = changed((entries) => {
      const text = new TextDecoder().decode(entries[description]);
      entries[description] = strToU8(
        text.replace('2.0.2', '2.0.3').replace('ProviderName="', 'ProviderName="x'),
      );
    });
    expect([report.state, reasonOf(report)]).toEqual(['broken', expect.stringContaining('签名描述')]);
  });
  sampled('多塞一个文件，保护范围就不完整', () => {
    const report = changed((entries) => {
      entries['Doc_0/Extra.xml'] = strToU8('<a/>');
    });
    expect([report.state, reasonOf(report)]).toEqual([
      'undecided',
      expect.stringContaining('Doc_0/Extra.xml'),
    ]);
  });
  sampled('删去签名值、签名描述、一页', () => {
    for (const name of [value, description, page]) {
      const report = changed((entries) => delete entries[name]);
      expect([name, report.state]).toEqual([name, 'broken']);
    }
  });
  sampled('签名数据任何一处改动都不会仍算有效，也不会使程序失控', () => {
    const entries = entriesOf('ofdrw-sign/allprotected.ofd');
    const bytes = entries[value] ?? new Uint8Array();
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (at) => {
        const report = verify(zipSync({ ...entries, [value]: turned(bytes, at) }, { level: 0 }));
        expect(['broken', 'undecided']).toContain(report.state);
      }),
      { numRuns: 40 },
    );
  });
});

const space = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const main = `<ofd:OFD ${space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`;
const document = `<ofd:Document ${space}><ofd:CommonData/><ofd:Pages><ofd:Page BaseLoc="Page.xml"/></ofd:Pages></ofd:Document>`;
const whole = {
  'OFD.xml': strToU8(main),
  'Doc_0/Document.xml': strToU8(document),
  'Doc_0/Page.xml': strToU8(`<ofd:Page ${space}/>`),
};

function packed(more: Zippable): OfdReport {
  return verify(zipSync({ ...whole, ...more }));
}

/** Makes one entry's name another of the same length, everywhere in the file. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1');
}

describe('恶意和残破的文件', () => {
  test('最小的完整文件：未签名', () => {
    expect(packed({}).state).toBe('unsigned');
  });

  test.each([
    ['上级目录', '../evil.xml'],
    ['藏在中间的上级目录', 'Doc_0/../../evil.xml'],
    ['绝对路径', '/etc/passwd'],
    ['盘符', 'C:/evil.xml'],
    ['反斜杠', 'Doc_0\\..\\evil.xml'],
    ['空段', 'Doc_0//evil.xml'],
  ])('越出目录的文件名（%s）整份拒绝', (_, name) => {
    const report = packed({ [name]: strToU8('x') });
    expect([report.state, reasonOf(report)]).toEqual(['unreadable', expect.stringContaining('越出目录')]);
  });

  test('压缩炸弹在解压之前就被拒绝：一个巨大的、许多小的、谎报大小的', () => {
    const limits = { ...ofdLimits, unpacked: 5_000_000 };
    const huge = zipSync({ ...whole, 'Doc_0/a.bin': new Uint8Array(limits.unpacked + 1) });
    expect(huge.length).toBeLessThan(100_000);
    expect(reasonOf(verifyOfd(huge, sm3, limits))).toContain('压缩炸弹');
    const many = Object.fromEntries(Array.from({ length: 5001 }, (_, at) => [`a${at}`, new Uint8Array()]));
    expect(reasonOf(packed(many))).toContain('压缩炸弹');
    const lying = Buffer.from(zipSync({ ...whole, 'Doc_0/a.bin': new Uint8Array(5_000_000) }));
    const told = Buffer.alloc(4);
    told.writeUInt32LE(5_000_000);
    for (let at = lying.indexOf(told); at >= 0; at = lying.indexOf(told)) lying.writeUInt32LE(10, at);
    expect(['unreadable', 'unsigned']).toContain(verify(lying).state);
  });

  test('外部实体和内部实体都不读', () => {
    for (const declared of [
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      '<!DOCTYPE a SYSTEM "http://example.com/a.dtd">',
      '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
    ]) {
      const report = packed({ 'OFD.xml': strToU8(`<?xml version="1.0"?>${declared}${main}`) });
      expect([report.state, reasonOf(report)]).toEqual([
        'unreadable',
        expect.stringContaining('文档类型声明'),
      ]);
    }
    expect(packed({ 'OFD.xml': strToU8(main.replace('Doc_0/Document.xml', '&x;')) }).state).toBe(
      'unreadable',
    );
  });

  test('同名的两个文件整份拒绝，大小写不同也算同名', () => {
    const twice = renamed(
      zipSync({ ...whole, 'Doc_0/Pagf.xml': strToU8('x') }),
      'Doc_0/Pagf.xml',
      'Doc_0/page.xml',
    );
    expect(reasonOf(verify(twice))).toContain('同名文件');
  });

  test('嵌套过深、不是 XML、不是 UTF-8 的部件', () => {
    const deep = `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`;
    expect(reasonOf(packed({ 'Doc_0/Page.xml': strToU8(deep) }))).toContain('嵌套过深');
    expect(reasonOf(packed({ 'Doc_0/Page.xml': strToU8('<a><b></a>') }))).toContain('不是合格的 XML');
    expect(reasonOf(packed({ 'Doc_0/Page.xml': strToU8('') }))).toContain('Page.xml');
    expect(reasonOf(packed({ 'Doc_0/Page.xml': Uint8Array.of(0xff, 0xfe, 0x3c) }))).toContain('不是 UTF-8');
  });

  test('不是 OFD 的、空的、截断的、缺部件的、加密的', () => {
    expect(verify(new Uint8Array()).state).toBe('unreadable');
    expect(verify(strToU8('%PDF-1.7')).state).toBe('unreadable');
    const bytes = zipSync(whole);
    expect(verify(bytes.subarray(0, bytes.length - 30)).state).toBe('unreadable');
    expect(reasonOf(verify(zipSync({ 'a.txt': strToU8('x') })))).toContain('没有 OFD.xml');
    const { 'Doc_0/Page.xml': _page, ...rest } = whole;
    expect(reasonOf(verify(zipSync(rest)))).toContain('缺少 1 个文件：Page.xml');
    expect(packed({ 'Encryptions.xml': strToU8('<a/>') }).state).toBe('encrypted');
  });

  test('签名列表指向不存在的或包外的文件', () => {
    const signed = (place: string) =>
      main.replace('</ofd:DocBody>', `<ofd:Signatures>${place}</ofd:Signatures></ofd:DocBody>`);
    expect(reasonOf(packed({ 'OFD.xml': strToU8(signed('Signs.xml')) }))).toContain('缺少签名列表');
    expect(reasonOf(packed({ 'OFD.xml': strToU8(signed('../../etc/passwd')) }))).toContain('缺少签名列表');
  });

  test('随意的字节不会使程序失控', () => {
    const bytes = zipSync(whole);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const broken = Uint8Array.from(bytes);
        for (const [at, byte] of changes) broken[at] = byte;
        expect(typeof verify(broken).state).toBe('string');
      }),
      { numRuns: 300 },
    );
  });
});
