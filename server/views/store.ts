import { asc, eq } from "drizzle-orm";
import type { View } from "../../shared/view.ts";
import type { Db } from "../db/open.ts";
import { views } from "../db/tables/views.ts";

type Row = typeof views.$inferSelect;

const toView = ({ number: _number, ...view }: Row): View => view;

export function createViewStore(db: Db) {
  return {
    insert: (view: View): void => db.insert(views).values(view).run(),

    find(id: string): View | undefined {
      const row = db.select().from(views).where(eq(views.id, id)).get();
      return row && toView(row);
    },

    replace: (view: View): void => db.update(views).set(view).where(eq(views.id, view.id)).run(),

    remove: (id: string): void => db.delete(views).where(eq(views.id, id)).run(),

    list: (): View[] => db.select().from(views).orderBy(asc(views.number)).all().map(toView),
  };
}
