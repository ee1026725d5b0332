/** Five classes from few to many, told apart in grey print and by people who do not see red and green (ColorBrewer YlGnBu, 5 classes). */
export const classColours = ['#ffffcc', '#a1dab4', '#41b6c4', '#2c7fb8', '#253494'] as const;

/** Ten kinds that have no order (Tableau 10, 2016, by Maureen Stone); whatever else there is, is grey. */
export const valueColours = [
  '#4e79a7',
  '#f28e2b',
  '#e15759',
  '#76b7b2',
  '#59a14f',
  '#edc948',
  '#b07aa1',
  '#ff9da7',
  '#9c755f',
  '#bab0ac',
] as const;
