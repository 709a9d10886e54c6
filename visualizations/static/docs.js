/* Opens Swagger UI over our own OpenAPI document; nothing is fetched from anywhere else. */
(function () {
  "use strict";
  window.SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger", deepLinking: true, docExpansion: "list", defaultModelsExpandDepth: 0, validatorUrl: null });
})();
