/** ui/number-card as a page uses it. */
import { Tiles } from '../../../../../ui/layout.tsx';
import { NumberCard } from '../../../../../ui/number-card.tsx';

export default function Example() {
  return (
    <Tiles minimum={180}>
      <NumberCard
        title="按期办结率"
        value={0.962}
        unit="%"
        before={0.948}
        better="higher"
        formula="按期办结 ÷ 应办结"
      />
      <NumberCard title="没有分母的率" value={null} unit="%" />
    </Tiles>
  );
}
