/** An official document's pages as pictures, laid out in the browser by the same rules as the printed file. */
import type { OfficialDocument } from '../official/model.ts';
import { layOutOfficial } from '../official/lay-out-official.ts';
import { millimetresPerPoint, page as sheet } from '../official/geometry.ts';
import type { Colour, Face, PlacedPage, PlacedSeal, PlacedText } from '../official/placed.ts';

const families: Readonly<Record<Face, string>> = {
  fangsong: '"仿宋_GB2312","FangSong_GB2312","FangSong","STFangsong","Noto Serif CJK SC","SimSun",serif',
  title: '"方正小标宋简体","FZXiaoBiaoSong-B05S","STZhongsong","Noto Serif CJK SC","SimSun",serif',
  hei: '"SimHei","Heiti SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif',
  kai: '"楷体_GB2312","KaiTi_GB2312","KaiTi","STKaiti","Noto Serif CJK SC",serif',
  song: '"SimSun","Songti SC","Noto Serif CJK SC",serif',
};
const weights: Partial<Record<Face, number>> = { title: 700, kai: 600 };
const colours: Readonly<Record<Colour, string>> = { black: '#000', red: '#e60012' };
/** From the top of an ideograph's square to the baseline. */
const ascent = 0.88;

function Text({ placed }: { readonly placed: PlacedText }) {
  const { text, face, x, y, height, advance, fit, size, colour } = placed;
  const type = size * millimetresPerPoint;
  const count = Array.from(text).length;
  const length = fit === 'squeezed' ? undefined : count * advance;
  return (
    <text
      x={x}
      y={y + height / 2 + (ascent - 0.5) * type}
      fontFamily={families[face]}
      fontWeight={weights[face] ?? 400}
      fontSize={type}
      fill={colours[colour]}
      textLength={length}
      lengthAdjust={fit === 'narrow' ? 'spacingAndGlyphs' : 'spacing'}
      xmlSpace="preserve"
    >
      {text}
    </text>
  );
}

function Seal({ seal }: { readonly seal: PlacedSeal }) {
  const { x, y, diameter } = seal;
  return (
    <g opacity={0.75}>
      <circle cx={x} cy={y} r={diameter / 2 - 0.6} fill="none" stroke={colours.red} strokeWidth={1.2} />
      <text x={x} y={y - 8} textAnchor="middle" fontSize={4} fill={colours.red}>
        用印处
      </text>
    </g>
  );
}

function Sheet({ page, number }: { readonly page: PlacedPage; readonly number: number }) {
  return (
    <svg
      className="official-sheet"
      viewBox={`0 0 ${sheet.width} ${sheet.height}`}
      role="img"
      aria-label={`第 ${number} 页`}
    >
      <rect width={sheet.width} height={sheet.height} fill="#fff" />
      {page.texts.map((placed) => (
        <Text key={`${placed.x}:${placed.y}`} placed={placed} />
      ))}
      {page.lines.map((line) => (
        <line
          key={`${line.x}:${line.y}`}
          x1={line.x}
          x2={line.x + line.length}
          y1={line.y}
          y2={line.y}
          stroke={colours[line.colour]}
          strokeWidth={line.thickness}
        />
      ))}
      {page.seals.map((seal) => (
        <Seal key={`${seal.x}:${seal.y}`} seal={seal} />
      ))}
    </svg>
  );
}

/** All pages, one under another; give it the width that a page should have. */
export function OfficialPreview({ document }: { readonly document: OfficialDocument }) {
  const { pages } = layOutOfficial(document);
  return (
    <div className="official-preview">
      {pages.map((page, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a page is known by its number alone
        <Sheet key={index} page={page} number={index + 1} />
      ))}
    </div>
  );
}
