/** Where everything stands on an official document's page: millimetres and rows of GB/T 9704-2012, each with its clause. */

/** Clause 5.1, 5.2: A4; top 37 ± 1, left 28 ± 1, type area 156 × 225; 22 rows of 28 characters that fill it. */
export const page = {
  width: 210,
  height: 297,
  top: 37,
  left: 28,
  areaWidth: 156,
  areaHeight: 225,
  rows: 22,
  columns: 28,
} as const;

/** Clause 3.1: the width of one character of size three, which is the unit of all horizontal distances. */
export const em = page.areaWidth / page.columns;
/** Clause 3.2: one row is the height of such a character and seven eighths of it. 21 rows and one character make 225 mm. */
export const rowPitch = em * (1 + 7 / 8);

/** Sizes of type in points; the trade's names are 初号 … 五号. */
export const sizes = { title: 22, body: 16, imprint: 14 } as const;

export const millimetresPerPoint = 25.4 / 72;

export const geometry = {
  /** 7.2.4: the top of the red mark is 35 mm under the top of the type area; 10.2: 20 mm in an order. */
  markTop: { document: 35, minutes: 35, order: 20 },
  /** 7.2.5: the number stands two rows under the mark. */
  rowsUnderMark: 2,
  /** 7.2.7: the red line lies 4 mm under the number and is as wide as the type area. */
  redLineGap: 4,
  redLineWidth: 0.7,
  /** 7.3.1: the title stands two rows under the red line. */
  rowsUnderRedLine: 2,
  /** 10.1: a letter's mark is 30 mm, its lower double line 20 mm from the edge of the page; the lines are 170 mm wide. */
  letter: {
    markTop: 30,
    lineGap: 4,
    lineLength: 170,
    lowerLine: 20,
    /** One thick and one thin line with a gap between them. */
    thick: 1,
    thin: 0.35,
    between: 0.8,
  },
  /** 7.4.1: the first and the last line of the imprint are 0.35 mm thick, those between 0.25 mm. */
  imprint: { outer: 0.35, inner: 0.25, row: 8.4 },
  /** 7.5: the dashes of the page number are 7 mm under the type area. */
  pageNumberGap: 7,
  /** 7.3.5.1: the date ends four characters from the right; without a seal two. */
  dateIndent: 4,
  unsealedIndent: 2,
} as const;

/** 国发〔1999〕25号: seals of organs of a city or a county are 42 mm wide. */
export const sealDiameter = 42;
