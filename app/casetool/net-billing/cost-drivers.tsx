import { type ReactNode, useId } from 'react';
import type { CostJson, DriverJson, DriversJson } from '@/lib/billing/change-json';
import { driverRows, largestChange } from '@/lib/billing/change-view';
import { ChangedMoney } from './changed-money';
import styles from './cost-drivers.module.css';
import { DivergingBar } from './diverging-bar';

interface Props {
  readonly title: string;
  readonly drivers: DriversJson;
  /** What they sum to. */
  readonly total: CostJson;
  /** A driver as it is named. */
  readonly name: (driver: DriverJson) => ReactNode;
  /** What pressing a driver does, after its name. */
  readonly action: string;
  readonly onPick: (driver: DriverJson) => void;
}

/** Who or what moved the cost most, up and down, and all others: they sum exactly to the change. */
export function CostDrivers({ title, drivers, total, name, action, onPick }: Props) {
  const rows = driverRows(drivers);
  const largest = largestChange(rows);
  const id = useId();
  return (
    <div className={styles.drivers}>
      <h3 id={id} className={styles.title}>
        {title}
      </h3>
      <table className={styles.table} aria-labelledby={id}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Name</th>
            <td />
            <th scope="col">Change of cost</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ driver, label, ...cost }) => (
            <tr key={driver?.key ?? OTHERS} data-others={driver === null}>
              <th scope="row" className={styles.name}>
                {driver ? (
                  <button type="button" className={styles.pick} onClick={() => onPick(driver)}>
                    {name(driver)}
                    <span className="visually-hidden">: {action}</span>
                  </button>
                ) : (
                  label
                )}
              </th>
              <td className={styles.bar}>
                <DivergingBar change={cost.cost_usd} largest={largest} />
              </td>
              <Amounts cost={cost} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className={styles.name}>
              Change
            </th>
            <td className={styles.bar} />
            <Amounts cost={total} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

const OTHERS = 'all others';

function Amounts({ cost }: { cost: CostJson }) {
  return (
    <td className={styles.amounts}>
      <span className={styles.usd}>
        <ChangedMoney amount={cost.cost_usd} currency="USD" />
      </span>
      <span className={styles.inr}>
        <ChangedMoney amount={cost.cost_inr} currency="INR" />
      </span>
    </td>
  );
}
