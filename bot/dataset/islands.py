"""City names for the ZIPs of the island areas, which the upstream files leave blank.

The United States postal file of GeoNames stops at the fifty states and DC, so the 149 ZIPs of
Puerto Rico, the Virgin Islands, Guam, American Samoa and the Northern Marianas come without a
name, and "Bayamón, PR" would find nothing. The names below are common knowledge, written by hand;
those of Puerto Rico were held against the coordinates GeoNames has for places of the same name.
Each stands for its town (municipio, village or island), not for a neighborhood.
"""

from __future__ import annotations

_NAMES = """
Adjuntas 00601
Aguada 00602
Aguadilla 00603 00690
Maricao 00606
Añasco 00610
Utuado 00611 00641
Arecibo 00612 00616 00652 00688
Barceloneta 00617
Cabo Rojo 00622 00623
Peñuelas 00624
Camuy 00627
Lares 00631 00669
San Germán 00636 00683
Sabana Grande 00637
Ciales 00638
Dorado 00646
Guánica 00647 00653
Florida 00650
Guayanilla 00656
Hatillo 00659
Hormigueros 00660
Isabela 00662
Jayuya 00664
Lajas 00667
Las Marías 00670
Manatí 00674
Moca 00676
Rincón 00677
Quebradillas 00678
Mayagüez 00680 00682
San Sebastián 00685
Morovis 00687
Vega Alta 00692
Vega Baja 00693 00694
Yauco 00698
Aguas Buenas 00703
Salinas 00704 00751
Aibonito 00705 00786
Maunabo 00707
Arroyo 00714
Ponce 00715 00716 00717 00728 00730 00731 00780
Naguabo 00718
Naranjito 00719
Orocovis 00720
Patillas 00723
Caguas 00725 00727
Canóvanas 00729
Ceiba 00735
Cayey 00736
Fajardo 00738 00740
Cidra 00739
Humacao 00741 00791
Río Grande 00745
San Lorenzo 00754
Santa Isabel 00757
Vieques 00765
Villalba 00766
Yabucoa 00767
Coamo 00769
Las Piedras 00771
Loíza 00772
Luquillo 00773
Culebra 00775
Juncos 00777
Gurabo 00778
Comerío 00782
Corozal 00783
Guayama 00784
Barranquitas 00794
Juana Díaz 00795
Charlotte Amalie 00802
Christiansted 00820
Saint John 00830
Frederiksted 00840
Kingshill 00850 00851
San Juan 00901 00906 00907 00909 00911 00912 00913 00915 00917 00918 00920 00921 00923 00924
San Juan 00925 00926 00927
Guaynabo 00934 00965 00966 00968 00969 00971
Toa Baja 00949 00950 00951 00952
Toa Alta 00953
Bayamón 00956 00957 00959 00960 00961
Cataño 00962
Trujillo Alto 00976
Carolina 00979 00982 00983 00985 00987
Pago Pago 96799
Hagåtña 96910
Barrigada 96913
Santa Rita 96915
Merizo 96916
Inarajan 96917
Agat 96928
Yigo 96929
Saipan 96950
Rota 96951
Tinian 96952
"""


def island_cities() -> dict[str, str]:
    """The name of the town each island ZIP belongs to, e.g. `{"00956": "Bayamón"}`."""
    return {
        word: name
        for line in _NAMES.split("\n")
        if line
        for name, zips in [_parted(line)]
        for word in zips
    }


def _parted(line: str) -> tuple[str, list[str]]:
    words = line.split(" ")
    first_zip = next(place for place, word in enumerate(words) if word.isdigit())
    return " ".join(words[:first_zip]), words[first_zip:]
