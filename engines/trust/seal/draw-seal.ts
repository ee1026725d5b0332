/** The picture of an organ's seal: round, red, star and name, 42 mm for an organ (国发〔1999〕25号); as SVG, one of the types that GB/T 38540 knows. */

export const sealMillimetres = 42;

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Characters of the name stand on an arc, feet to the centre, open below. */
function arc(name: string): string {
  const characters = [...name];
  const spread = Math.min(280, Math.max(120, characters.length * 20));
  const step = characters.length > 1 ? spread / (characters.length - 1) : 0;
  const size = characters.length > 14 ? 7 : 9;
  return characters
    .map((character, at) => {
      const angle = -spread / 2 + at * step;
      return `<text x="50" y="18" font-size="${size}" text-anchor="middle" transform="rotate(${angle.toFixed(1)} 50 50)">${escaped(character)}</text>`;
    })
    .join('');
}

/** `note` stands under the star: 电子证照专用章, 测试. */
export function drawSeal(name: string, note: string): string {
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="42mm" height="42mm">',
    '<g fill="#d81e06" font-family="SimSun, \'Noto Serif SC\', serif">',
    '<circle cx="50" cy="50" r="47" fill="none" stroke="#d81e06" stroke-width="3"/>',
    '<path d="M50 36l4.1 12.6h13.3l-10.8 7.8 4.1 12.6L50 61.200l-10.700 7.800 4.100-12.600-10.800-7.800h13.300z" transform="translate(0 -4)"/>',
    arc(name),
    `<text x="50" y="80" font-size="7" text-anchor="middle">${escaped(note)}</text>`,
    '</g></svg>',
  ].join('');
}
