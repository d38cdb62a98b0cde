from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("slow", "0002_second")]
    operations = [migrations.CreateModel("Third", [("id", models.BigAutoField(primary_key=True))])]
