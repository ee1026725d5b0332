/** Five classes from few to many, told apart in grey print and by people who do not see red and green (ColorBrewer YlGnBu, 5 classes). */
export const classColours = ['#ffffcc', '#a1dab4', '#41b6c4', '#2c7fb8', '#253494'] as const;
