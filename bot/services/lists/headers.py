"""Which column of a table is which of our fields: by the headers that people really write.

Compared without case, accents, blanks and punctuation, so `E-Mail`, `e mail` and `EMAIL` are one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.domain.errors import BadInput
from bot.services.lists.rows import RowProblem
from bot.services.lists.vocabulary import among, plain_name

#: Our fields, and what they are called: in our own files, in HSDS, by people.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "organizationid", "orgid", "uuid", "identifier", "identificador"),
    "name": (
        "name", "organization", "organisation", "organizationname", "organisationname", "orgname",
        "agency", "agencyname", "program", "programname", "group", "groupname", "provider",
        "providername", "resource", "resourcename", "nonprofit", "title", "company", "entity",
        "nombre", "organizacion", "nombredelaorganizacion", "agencia", "grupo", "entidad",
        "programa", "recurso", "institucion", "asociacion", "ong", "org",
    ),
    "aliases": (
        "aliases", "alias", "alternatename", "alternatenames", "aka", "alsoknownas", "acronym",
        "acronyms", "abbreviation", "othername", "othernames", "otronombre", "otrosnombres",
        "siglas", "tambienconocidocomo",
    ),
    "what": (
        "what", "whaten", "description", "descriptionen", "whattheydo", "whatitdoes", "about",
        "summary", "mission", "services", "servicesoffered", "servicesprovided", "service",
        "details", "descriptionenglish", "organizationdescription", "info", "information",
        "servicedescription", "programdescription",
    ),
    "what_es": (
        "whates", "descripcion", "descriptiones", "descriptionspanish", "quehacen", "quehace",
        "servicios", "resumen", "acercade", "descripciones", "serviciosqueofrecen", "mision",
        "spanishdescription", "detalles",
    ),
    "name_es": ("namees", "spanishname", "nombreenespanol", "namespanish", "nombrees"),
    "kind": (
        "kind", "type", "category", "organizationtype", "typeoforganization", "orgtype", "tipo",
        "categoria", "tipodeorganizacion", "clase", "categories",
    ),
    "needs": (
        "needs", "need", "helpwith", "helpswith", "topics", "topic", "issues", "issueareas",
        "keywords", "tags", "necesidades", "temas", "areasdeayuda", "ayudacon", "etiquetas",
        "servicetypes", "typesofservices", "servicetype", "typeofservice",
    ),
    "languages": (
        "languages", "language", "languagesspoken", "languagesoffered", "idiomas", "idioma",
        "lenguas", "lenguajes", "idiomasquehablan",
    ),
    "phone": (
        "phone", "phones", "phonenumber", "phonenumbers", "telephone", "telephonenumber", "tel",
        "mainphone", "officephone", "contactphone", "hotline", "helpline", "number", "call",
        "telefono", "telefonos", "numerodetelefono", "numero", "linea", "lineadeayuda", "phone1",
        "phone2", "secondaryphone", "otherphone", "altphone", "tollfree", "phonemain",
    ),
    "email": (
        "email", "emailaddress", "emails", "mail", "contactemail", "correo", "correoelectronico",
        "generalemail", "direcciondecorreo",
    ),
    "website": (
        "website", "web", "url", "site", "webpage", "webaddress", "websiteurl", "link", "homepage",
        "websiteaddress", "websitelink", "sitio", "sitioweb", "pagina", "paginaweb", "enlace",
        "internet", "organizationwebsite", "links",
    ),
    "through": ("through", "websiteof", "sitiode"),
    "address_1": (
        "address", "address1", "streetaddress", "street", "physicaladdress", "addressline1",
        "officeaddress", "mailingaddress", "direccion", "calle", "domicilio", "direccion1",
        "fulladdress",
    ),
    "address_2": ("address2", "addressline2", "suite", "unit", "direccion2", "apartamento"),
    "city": (
        "city", "town", "citytown", "municipality", "cityname", "ciudad", "municipio", "pueblo",
        "localidad", "location", "lugar",
    ),
    "state": (
        "state", "states", "st", "province", "stateprovince", "stateabbreviation", "stateserved",
        "statesserved", "estado", "estados", "provincia", "statecode",
    ),
    "postal_code": (
        "zip", "zipcode", "postalcode", "postcode", "postal", "codigopostal", "cp", "zips",
    ),
    "county": ("county", "counties", "countiesserved", "condado", "condados"),
    "areas": (
        "areas", "area", "servicearea", "serviceareas", "areaserved", "areasserved",
        "geographicarea", "coverage", "coveragearea", "areadeservicio", "cobertura", "zona",
    ),
    "scope": ("scope", "reach", "alcance", "ambito"),
    "lat": ("lat", "latitude", "latitud", "y"),
    "lon": ("lon", "lng", "long", "longitude", "longitud", "x"),
    "confidential": (
        "confidential", "confidentialaddress", "addressconfidential", "private", "hideaddress",
        "confidencial", "direccionconfidencial", "privado", "isconfidential",
    ),
    "hours": (
        "hours", "hoursofoperation", "officehours", "openinghours", "schedule", "open", "times",
        "horario", "horarios", "horas", "horariodeatencion", "businesshours",
    ),
    "eligibility": (
        "eligibility", "eligibilitydescription", "eligibilityrequirements", "requirements",
        "whocanapply", "whoiseligible", "whoqualifies", "whotheyserve", "populationserved",
        "requisitos", "elegibilidad", "quienpuede", "poblacion",
    ),
    "how_to_begin": (
        "howtobegin", "howtoapply", "applicationprocess", "intake", "intakeprocess",
        "howtogethelp", "howtoaccess", "referralprocess", "apply", "comoempezar", "comosolicitar",
        "comoaplicar", "comoobtenerayuda", "procesodesolicitud",
    ),
    "fees": (
        "fees", "fee", "cost", "costs", "price", "feesdescription", "feestructure", "costo",
        "costos", "precio", "tarifas", "cuota",
    ),
    "alert": ("alert", "alerts", "notice", "warning", "alerta", "aviso", "advertencia"),
    "source": ("source", "sources", "fuente", "foundat", "reference"),
    "notes": (
        "notes", "note", "comments", "comment", "remarks", "notas", "nota", "comentarios",
        "observaciones", "additionalinformation", "additionalinfo", "otherinformation",
        "informacionadicional",
    ),
    "assured": (
        "assured", "assureddate", "verified", "verifiedon", "lastverified", "checkedon",
        "lastchecked", "dateverified", "verificado", "fechadeverificacion",
    ),
}  # fmt: skip
#: Several columns of these are read together; of the others the first that says something.
TOGETHER = frozenset({"phone", "areas", "needs", "notes", "aliases", "languages"})
_FIELD_OF: Mapping[str, str] = {word: field for field, words in NAMES.items() for word in words}


class Columns(NamedTuple):
    """Where the fields of a table stand. `more` are the further columns of the same field."""

    at: Mapping[str, int]
    more: Mapping[str, tuple[int, ...]]
    width: int
    notes: tuple[RowProblem, ...]


def map_headers(header: Sequence[str]) -> Columns:
    """Find our fields in the first line of a table.

    Raises:
        BadInput: `lists_io.no_name_column` (`found`): no column that could hold the name.
    """
    at: dict[str, int] = {}
    more: dict[str, tuple[int, ...]] = {}
    unknown: list[str] = []
    doubled: list[str] = []
    for number, title in enumerate(header):
        field = _field_of(title)
        if field is None:
            if title.strip():
                unknown.append(title.strip()[:40])
        elif field not in at:
            at[field] = number
        else:
            more[field] = (*more.get(field, ()), number)
            if field not in TOGETHER:
                doubled.append(title.strip()[:40])
    # `program` beside `organization` is what it offers, not what it is called.
    best = _best_name(header, at, more)
    if best is None:
        found = among(title.strip()[:40] for title in header[:12] if title.strip())
        raise BadInput("lists_io.no_name_column", found=found or "-")
    notes: list[RowProblem] = []
    if "notes" in at:
        # Remarks that people keep beside a list are seldom meant for everybody.
        names = among(header[n].strip()[:40] for n in (at.pop("notes"), *more.pop("notes", ())))
        notes.append(RowProblem("lists_io.notes_column", {"names": names}))
    if unknown:
        names = among(unknown[:20])
        notes.append(RowProblem("lists_io.unknown_columns", {"names": names}))
    if doubled:
        names = among(doubled[:20])
        notes.append(RowProblem("lists_io.doubled_columns", {"names": names}))
    return Columns(at, more, len(header), tuple(notes))


def _field_of(title: str) -> str | None:
    key = plain_name(title[:200])
    field = _FIELD_OF.get(key)
    if field is None and "(" in title:
        field = _FIELD_OF.get(plain_name(title.partition("(")[0][:200]))
    return field


def _best_name(
    header: Sequence[str], at: dict[str, int], more: dict[str, tuple[int, ...]]
) -> int | None:
    """Of several columns that could be the name, the one whose header comes first in `NAMES`."""
    if "name" not in at:
        return None
    order = NAMES["name"]
    spots = (at["name"], *more.get("name", ()))
    keys = {spot: plain_name(header[spot].partition("(")[0]) for spot in spots}
    best = min(spots, key=lambda s: order.index(keys[s]) if keys[s] in order else len(order))
    at["name"] = best
    if rest := tuple(spot for spot in spots if spot != best):
        more["name"] = rest
    return best
