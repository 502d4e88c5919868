"""Words that a search leaves out, folded (no accents), in every language we speak."""

from __future__ import annotations

#: Words that say nothing about what is looked for, in both languages: small words, who it is about
#: (a brother or a husband needs the same help), and how somebody feels.
STOP_WORDS = frozenset(
    word
    for line in (
        "a am an and are at be been being by can could did do for from get go going had has",
        "have he held her him his hold how i if in is it its just me my near need no of on or",
        "our please she so some that the their them there they this to us was we were what",
        "when where who why will with would you your now tomorrow today someone somebody look",
        "looking find call write talk take taken took say said want afraid scared worried",
        "door im al ahi ahora alguien ante aqui como con cual cuando de del desde donde el",
        "ella ellos en es esa ese eso esta estan estar este esto estos estoy fue fueron ha",
        "hace hacer hay hoy la las le les lo los manana me mi mis muy nadie necesito ni no",
        "nos o para pero podria por porque puede puedo que quien quiere quieren quiero se ser",
        "si sin sobre son soy su sus tengo tiene tienen tu un una unas uno unos usted va vino",
        "y ya yo busco buscar encontrar hablar llamar escribir llega llegan llegaron llego",
        "paro toco puerta miedo asustado asustada favor brother sister husband wife father",
        "mother dad mom uncle aunt cousin parents friend neighbor hermano hermana esposo",
        "esposa marido papa mama padre madre padres tio tia primo prima pareja novio novia",
        "abuelo abuela amigo amiga vecino vecina",
    )
    for word in line.split()
)
