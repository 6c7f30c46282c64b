import { z } from "zod";
import { defineAction, defineIntegration } from "../../server/integrations/contract.ts";
import { BadDelivery, IntegrationError } from "../../server/integrations/error.ts";

const DAY = 86_400_000; // ms
const Moisture = z.number().min(0).max(100);

/** A sensor in a flower pot posts {"moisture": 23}, in percent, every few hours. */
export const plant = defineIntegration({
  id: "plant",
  name: "Plant",
  description: "Says when the plant wants water.",
  config: z.strictObject({ dry: Moisture.default(30) }),
  tickInterval: 600,
  webhook: { check: "standard" },
  actions: {
    moisture: defineAction({
      title: "How moist is it?",
      description: "Gives what the sensor said last, in percent; null before it has said anything.",
      effect: "read",
      params: z.strictObject({}),
      result: z.object({ moisture: Moisture.nullable() }),
    }),
  },

  init({ config, state, notify, now }) {
    const last = () => state.get("last", z.object({ moisture: Moisture, at: z.date() }));
    return {
      handle: { moisture: () => ({ moisture: last()?.moisture ?? null }) },

      handleWebhook({ body, receivedAt }) {
        const reading = z.object({ moisture: Moisture }).safeParse(body);
        if (!reading.success) throw new BadDelivery('It is not {"moisture": 0 to 100}.');
        const { moisture } = reading.data;
        return () => {
          state.set("last", { moisture, at: receivedAt });
          if (moisture >= config.dry) return "Moist enough.";
          notify({ key: "dry", title: "The plant wants water", body: `${moisture} %` });
          return "Asked for water.";
        };
      },

      tick() {
        const at = last()?.at ?? now();
        if (now().getTime() - at.getTime() > DAY)
          throw new IntegrationError("retry", "The sensor has been silent for more than a day.");
      },
    };
  },
});
